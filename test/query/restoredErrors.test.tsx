import { dehydrate, type DehydratedState, hydrate, QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, it, vi } from 'vitest'
import {
  createVideoClient,
  isVideoTaskError,
  VideoApiError,
  videoTaskKeys,
  videoTaskOptions,
} from 'react-video-task'
import { describeVideoTaskError } from 'react-video-task/messages'

type Carry = (state: DehydratedState) => DehydratedState

const throughJson: Carry = (state) => JSON.parse(JSON.stringify(state))
const throughClone: Carry = (state) => structuredClone(state)
/** React Server Components replace an error by its digest. */
const throughServerComponents: Carry = (state) =>
  JSON.parse(
    JSON.stringify(state, (key, value: unknown) => (key === 'error' && value ? { digest: '1' } : value)),
  )
const throughAnotherCopy: Carry = (state) => state

/** Creates an app whose cache comes from another page, in which the last poll of a running task failed. */
async function createRestoredApp(error: Error, carry: Carry) {
  vi.useFakeTimers()
  const client = createVideoClient({
    baseURL: 'https://api.example/v1',
    fetch: async () => {
      app.requests += 1
      return Response.json({
        id: 'a',
        status: app.requests < 3 ? 'in_progress' : 'completed',
        video_url: 'https://cdn.example/a.mp4',
      })
    },
  })
  const before = new QueryClient()
  const queryKey = videoTaskKeys.detail('a')
  before.setQueryData(queryKey, { id: 'a', object: 'video', status: 'in_progress', progress: 10 })
  before.getQueryCache().find({ queryKey })?.setState({ status: 'error', error, errorUpdatedAt: Date.now() })
  const queryClient = new QueryClient()
  hydrate(queryClient, carry(dehydrate(before, { shouldDehydrateQuery: () => true })))
  const observer = new QueryObserver(queryClient, videoTaskOptions(client, 'a'))
  const app = { requests: 0, observer }
  observer.subscribe(() => {})
  return app
}

/** The error of another copy of this package: the same fields, another class. */
function errorOfAnotherCopy(status: number) {
  const original = new VideoApiError({ status })
  return Object.assign(new Error(original.message), original)
}

it.each([
  ['JSON', throughJson, new VideoApiError({ status: 503 })],
  ['a structured clone', throughClone, new VideoApiError({ status: 503 })],
  ['server components', throughServerComponents, new VideoApiError({ status: 503 })],
  ['another copy of the package', throughAnotherCopy, errorOfAnotherCopy(503)],
])('a query whose error came through %s polls to the end', async (_, carry, error) => {
  const { observer } = await createRestoredApp(error, carry)
  await vi.advanceTimersByTimeAsync(120_000)
  expect(observer.getCurrentResult()).toMatchObject({ error: null, data: { status: 'completed' } })
})

it.each([
  ['JSON', throughJson, new VideoApiError({ status: 401 })],
  ['another copy of the package', throughAnotherCopy, errorOfAnotherCopy(401)],
])('a 401 that came through %s sends no request', async (_, carry, error) => {
  const app = await createRestoredApp(error, carry)
  await vi.advanceTimersByTimeAsync(120_000)
  expect(app.requests).toBe(0)
  expect(describeVideoTaskError(app.observer.getCurrentResult().error).kind).toBe('sign_in')
})

it('an error keeps its message and fields in JSON, and isVideoTaskError finds them', () => {
  const error = new VideoApiError({
    status: 429,
    message: 'Slow down.',
    code: 'rate_limit',
    retryAfter: 7_000,
    requestId: 'r',
  })
  const restored: unknown = JSON.parse(JSON.stringify(error))
  expect(isVideoTaskError(error)).toBe(true)
  expect(isVideoTaskError(restored)).toBe(true)
  expect(restored).toMatchObject({
    name: 'VideoApiError',
    message: error.message,
    code: 'rate_limit',
    retryable: true,
    status: 429,
    retryAfter: 7_000,
    requestId: 'r',
  })
})

it.each([null, undefined, 'text', {}, new Error('other'), { code: 1, retryable: true }, { code: 'x' }])(
  'isVideoTaskError rejects %j',
  (value) => {
    expect(isVideoTaskError(value)).toBe(false)
  },
)
