import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act } from '@testing-library/react'
import { StrictMode, type ReactNode } from 'react'
import { vi } from 'vitest'
import { createVideoClient, type VideoClient, VideoTaskProvider } from 'react-video-task'
import { createVideoEmulator, type VideoEmulator } from 'react-video-task/testing'
import { advanceClock } from './advanceClock.js'

interface TestApp {
  emulator: VideoEmulator
  /** Abort signals of the requests, in the order sent. */
  signals: (AbortSignal | null | undefined)[]
  /** Answers requests in place of the emulator while set. */
  answer: ((request: Request) => Response | Promise<Response>) | undefined
  /** Number of requests sent. */
  requestCount: () => number
  queryClient: QueryClient
  client: VideoClient
  wrapper: (props: { children: ReactNode }) => ReactNode
  /** Advances the fake clock, in ms, inside `act`. */
  advance: (ms: number) => Promise<void>
}

/**
 * Creates an app whose client talks to the emulator, with fake timers: a task takes 20 s, the poll interval is 5 s.
 * Setting `answer` replaces the emulator, for responses it does not produce.
 */
export function createTestApp({ strict = false }: { strict?: boolean } = {}): TestApp {
  vi.useFakeTimers()
  const emulator = createVideoEmulator({ duration: 20_000, now: () => Date.now() })
  const signals: TestApp['signals'] = []
  const app: TestApp = {
    emulator,
    signals,
    answer: undefined,
    requestCount: () => signals.length,
    queryClient: new QueryClient(),
    client: createVideoClient({
      baseURL: 'http://api.test/v1',
      apiKey: 'sk-emulator',
      dangerouslyAllowBrowser: true,
      fetch: async (input, init) => {
        signals.push(init?.signal)
        if (app.answer) return app.answer(new Request(input, { ...init, signal: null }))
        return emulator.fetch(input, { ...init, signal: null })
      },
    }),
    wrapper: ({ children }) => {
      const tree = (
        <QueryClientProvider client={app.queryClient}>
          <VideoTaskProvider client={app.client} pollInterval={5_000}>
            {children}
          </VideoTaskProvider>
        </QueryClientProvider>
      )
      return strict ? <StrictMode>{tree}</StrictMode> : tree
    },
    advance: (ms) => act(() => advanceClock(ms)),
  }
  return app
}
