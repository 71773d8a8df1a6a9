import { useState, type ReactNode } from 'react'
import type { Decorator } from '@storybook/react-vite'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createVideoClient, VideoTaskProvider } from 'react-video-task'
import { createVideoEmulator, type TaskSeed, type VideoEmulatorOptions } from 'react-video-task/testing'

/** Options of `withVideoEmulator`: those of the emulator, and its tasks. */
export interface StoryEmulatorOptions extends VideoEmulatorOptions {
  /** Initial tasks. @default none */
  tasks?: TaskSeed[]
}

function EmulatedApp({ tasks = [], children, ...options }: StoryEmulatorOptions & { children: ReactNode }) {
  const [{ client, queryClient }] = useState(() => {
    const emulator = createVideoEmulator({ apiKey: false, ...options })
    for (const task of tasks) emulator.addTask(task)
    return {
      client: createVideoClient({ baseURL: 'https://emulator.example/v1', fetch: emulator.fetch }),
      queryClient: new QueryClient(),
    }
  })
  return (
    <QueryClientProvider client={queryClient}>
      <VideoTaskProvider client={client} pollInterval={500}>
        {children}
      </VideoTaskProvider>
    </QueryClientProvider>
  )
}

/**
 * Storybook decorator that gives a story an emulator of its own. A file to copy: it depends only on the package. A
 * `<video>` sends its own requests: pass `videoTaskHandlers` to MSW to let it play.
 */
export function withVideoEmulator(options: StoryEmulatorOptions = {}): Decorator {
  return (Story) => (
    <EmulatedApp {...options}>
      <Story />
    </EmulatedApp>
  )
}
