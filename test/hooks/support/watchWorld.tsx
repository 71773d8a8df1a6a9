import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act } from '@testing-library/react'
import { StrictMode, type ReactNode } from 'react'
import { vi } from 'vitest'
import { createVideoClient, VideoTaskProvider } from 'react-video-task'
import { createVideoEmulator } from 'react-video-task/testing'

/**
 * An app on the emulator in fake time: tasks take 20 s, polls go every 5 s. `answer` may stand in front of the emulator
 * for what it should not know how to do.
 */
export function watchWorld({ strict = false }: { strict?: boolean } = {}) {
  vi.useFakeTimers()
  const emulator = createVideoEmulator({ duration: 20_000, now: () => Date.now() })
  const signals: (AbortSignal | null | undefined)[] = []
  const world = {
    emulator,
    /** Signals of the requests, in their order. */
    signals,
    /** Answers instead of the emulator while it is set. */
    answer: undefined as ((request: Request) => Response | Promise<Response>) | undefined,
    /** How many requests went out. */
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
    wrapper: ({ children }: { children: ReactNode }) => {
      const app = (
        <QueryClientProvider client={world.queryClient}>
          <VideoTaskProvider client={world.client}>{children}</VideoTaskProvider>
        </QueryClientProvider>
      )
      return strict ? <StrictMode>{app}</StrictMode> : app
    },
    /** Lets fake time pass. */
    pass: (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms)),
  }
  return world
}
