import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act } from '@testing-library/react'
import { StrictMode, type ReactNode } from 'react'
import { vi } from 'vitest'
import { createVideoClient, type VideoClient, VideoTaskProvider } from 'react-video-task'
import { createVideoEmulator, type VideoEmulator } from 'react-video-task/testing'

interface World {
  emulator: VideoEmulator
  /** Signals of the requests, in their order. */
  signals: (AbortSignal | null | undefined)[]
  /** Answers instead of the emulator while it is set. */
  answer: ((request: Request) => Response | Promise<Response>) | undefined
  /** How many requests went out. */
  count: () => number
  queryClient: QueryClient
  client: VideoClient
  wrapper: (props: { children: ReactNode }) => ReactNode
  /** Lets fake time pass. */
  pass: (ms: number) => Promise<void>
}

/**
 * An app on the emulator in fake time: tasks take 20 s, polls go every 5 s. `answer` may stand in front of the emulator
 * for what it should not know how to do.
 */
export function watchWorld({ strict = false }: { strict?: boolean } = {}): World {
  vi.useFakeTimers()
  const emulator = createVideoEmulator({ duration: 20_000, now: () => Date.now() })
  const signals: World['signals'] = []
  const world: World = {
    emulator,
    signals,
    answer: undefined,
    count: () => signals.length,
    queryClient: new QueryClient(),
    client: createVideoClient({
      baseURL: 'http://api.test/v1',
      apiKey: 'sk-emulator',
      dangerouslyAllowBrowser: true,
      fetch: async (input, init) => {
        signals.push(init?.signal)
        if (world.answer) return world.answer(new Request(input, { ...init, signal: null }))
        return emulator.fetch(input, { ...init, signal: null })
      },
    }),
    wrapper: ({ children }) => {
      const app = (
        <QueryClientProvider client={world.queryClient}>
          <VideoTaskProvider client={world.client} pollInterval={5_000}>
            {children}
          </VideoTaskProvider>
        </QueryClientProvider>
      )
      return strict ? <StrictMode>{app}</StrictMode> : app
    },
    pass: (ms) => act(async () => void (await vi.advanceTimersByTimeAsync(ms))),
  }
  return world
}
