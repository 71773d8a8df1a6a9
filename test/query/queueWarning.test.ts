import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { afterEach, expect, it, vi } from 'vitest'
import { createVideoClient, videoTaskOptions } from 'react-video-task'

afterEach(() => void vi.unstubAllEnvs())

/** Watches tasks at an API that answers after some time, and returns what is warned of in two minutes. */
async function warningsOf(
  count: number,
  { latency = 200, maxConcurrentRequests = 4, pollInterval = 10_000, answer = taskOf }: Partial<Options> = {},
) {
  vi.useFakeTimers()
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  const client = createVideoClient({
    baseURL: 'https://api.test/v1',
    fetch: async (input) => {
      await new Promise((resolve) => setTimeout(resolve, latency))
      return answer(String(input).split('/').at(-1) ?? '')
    },
  })
  const queryClient = new QueryClient()
  const stops = Array.from({ length: count }, (_, index) =>
    new QueryObserver(
      queryClient,
      videoTaskOptions(client, `task_${index}`, { maxConcurrentRequests, pollInterval }),
    ).subscribe(() => {}),
  )
  await vi.advanceTimersByTimeAsync(90_000)
  for (const stop of stops) stop()
  const warnings = warn.mock.calls.map(([text]) => String(text))
  warn.mockRestore()
  return warnings
}

interface Options {
  latency: number
  maxConcurrentRequests: number
  pollInterval: number
  answer: (id: string) => Response
}

const taskOf = (id: string) => Response.json({ id, object: 'video', status: 'in_progress', progress: 40 })

it('a page that cannot poll as often as it wants says so once, with what helps', async () => {
  const warnings = await warningsOf(400)
  expect(warnings).toHaveLength(1)
  expect(warnings[0]).toMatch(
    /waited \d+ s .* at most 4 requests .*createVideoProxy.*`maxConcurrentRequests`/,
  )
})

it.each([
  ['that polls as often as it wants', 150, {}],
  ['with more requests in flight', 400, { maxConcurrentRequests: 24 }],
  [
    'whose key has to wait',
    60,
    {
      latency: 20,
      answer: () =>
        Response.json({ error: { message: 'Slow' } }, { status: 429, headers: { 'retry-after': '20' } }),
    },
  ],
])('a page %s says nothing', async (_, count, options) => {
  expect(await warningsOf(count, options)).toEqual([])
})

it.each([
  [5_000, 500, 1],
  [4_999, 501, 0],
])(
  'a poll that waits %i ms for the one before it makes a warning, or none',
  async (_, pollInterval, count) => {
    const warnings = await warningsOf(2, { latency: 5_500, maxConcurrentRequests: 1, pollInterval })
    const sentence =
      'react-video-task: a poll waited 5 s for its turn, so tasks are polled less often than their policy wants: at most 1 ' +
      'requests are in flight. createVideoProxy of react-video-task/server answers about 50 tasks with one request. Where the ' +
      'API speaks HTTP/2, set `maxConcurrentRequests` of VideoTaskProvider, such as to 24.'
    expect(warnings).toEqual(Array.from({ length: count }, () => sentence))
  },
)

it('a page in production says nothing of its polls, nor of status words', async () => {
  vi.stubEnv('NODE_ENV', 'production')
  const answer = (id: string) => Response.json({ id, status: 'WARPING', progress: 40 })
  const slow = { latency: 5_500, maxConcurrentRequests: 1, pollInterval: 500, answer }
  expect(await warningsOf(2, slow)).toEqual([])
})
