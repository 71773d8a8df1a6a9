import { useState, type ReactNode } from 'react'
import type { Decorator } from '@storybook/react-vite'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createVideoClient, VideoTaskProvider } from 'react-video-task'
import { createVideoEmulator, type TaskSeed, type VideoEmulatorOptions } from 'react-video-task/testing'

/** What a story's own API holds and how it behaves. */
export interface StoryEmulatorOptions extends VideoEmulatorOptions {
  /** Tasks it knows from the start. @default none */
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
 * A Storybook decorator that puts a story in front of an emulator of its own. A file to copy: nothing in it is this
 * repository's. A `<video>` asks by itself: to let it play as well, give `videoTaskHandlers` to MSW.
 */
export function withVideoEmulator(options: StoryEmulatorOptions = {}): Decorator {
  return (Story) => (
    <EmulatedApp {...options}>
      <Story />
    </EmulatedApp>
  )
}
