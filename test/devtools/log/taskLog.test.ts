import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, it, onTestFinished } from 'vitest'
import { type VideoTask, VideoApiError, videoTaskKeys } from 'react-video-task'
// Private: a page shows the latest of what it records, and reaches these states only by chance.
import { createTaskRecorder } from '../../../src/devtools/log/taskLog.js'

const running = (progress: number, fields?: Partial<VideoTask>): VideoTask => ({
  id: 'a',
  object: 'video',
  status: 'in_progress',
  progress,
  ...fields,
})
const never = { focusedAt: -Infinity, onlineAt: -Infinity }

/** The recorder of a query, which has data from the moment 1,000 on, where there is some. */
function record(data?: VideoTask) {
  const queryClient = new QueryClient()
  const queryKey = videoTaskKeys.detail('a', 'me')
  const cache = queryClient.getQueryCache()
  const query = cache.build<VideoTask, Error, VideoTask>(queryClient, { queryKey })
  const answer = (task: VideoTask, at: number) => query.setState({ data: task, dataUpdatedAt: at })
  if (data) answer(data, 1_000)
  const settings = { pollInterval: 4_000 }
  const recorder = createTaskRecorder(
    query,
    'a',
    'me',
    () => settings,
    () => true,
  )
  /** Watches the query at an interval. */
  const watch = (refetchInterval: number) => {
    const options = { queryKey, queryFn: () => running(1), refetchInterval, staleTime: Infinity }
    const observer = new QueryObserver<VideoTask>(queryClient, options)
    onTestFinished(observer.subscribe(() => undefined))
    return (interval: number) => observer.setOptions({ ...options, refetchInterval: interval })
  }
  return { query, recorder, answer, watch, polls: () => recorder.current().polls }
}

it('an answer from before the devtools is a poll that they have not seen', () => {
  const { recorder, polls } = record(running(30))
  recorder.found(5_000)
  const step = { status: 'in_progress', progress: 30, isStalled: false }
  expect(polls()).toEqual([
    {
      number: 1,
      startedAt: 1_000,
      endedAt: 1_000,
      cause: 'unseen',
      before: step,
      after: step,
      outcome: 'unchanged',
      isLeading: true,
      planned: undefined,
      error: undefined,
      next: undefined,
    },
  ])
  expect(recorder.current()).toMatchObject({
    id: 'a',
    scope: 'me',
    task: running(30),
    error: null,
    isLeading: true,
    observers: 0,
    events: [],
  })
})

it('a query without an answer, and one in flight, are found as they are', () => {
  const { query, recorder, polls } = record()
  recorder.found(5_000)
  expect(polls()).toEqual([])
  query.setState({ fetchStatus: 'fetching' })
  recorder.found(6_000)
  expect(polls()).toMatchObject([{ number: 1, startedAt: 6_000, cause: 'unseen' }])
  expect(polls()[0]?.outcome).toBeUndefined()
  expect(polls()[0]?.before).toBeUndefined()
})

it('an error from before the devtools is shown with its fields', () => {
  const { query, recorder, polls } = record(running(30))
  query.setState({ error: new Error('Broken'), errorUpdatedAt: 2_000 })
  recorder.found(5_000)
  const error = Object.assign(new VideoApiError({ status: 429, message: 'Slow', retryAfter: 3_000 }), {
    attempt: 2,
  })
  query.setState({ error, errorUpdatedAt: 3_000 })
  recorder.found(5_000)
  expect(polls()).toMatchObject([
    { startedAt: 2_000, outcome: 'failed', error: { message: 'Broken' } },
    {
      startedAt: 3_000,
      outcome: 'failed',
      error: { message: error.message, code: 'http_429', status: 429, attempt: 2, retryAfter: 3_000 },
    },
  ])
  query.setState({ dataUpdatedAt: 3_000 })
  recorder.found(5_000)
  expect(polls()[2]).toMatchObject({ outcome: 'unchanged', error: undefined })
})

it('a poll has changed a task where status, progress or stall is another one', () => {
  const { recorder, answer, polls } = record(running(30))
  const poll = (task: VideoTask) => {
    recorder.began(10_000, never)
    answer(task, 11_000)
    recorder.updated('success', false, 11_000)
  }
  poll(running(30))
  poll(running(31))
  poll(running(31, { status: 'queued' }))
  const observed = { first_seen: 0, last_change: 0, highest_progress: 31, watched_from: 0, stalled: 9_000 }
  poll(running(31, { status: 'queued', observed }))
  poll(running(31, { status: 'queued', observed }))
  expect(polls().map(({ outcome }) => outcome)).toEqual([
    'unchanged',
    'changed',
    'changed',
    'changed',
    'unchanged',
  ])
  expect(polls()[3]?.after).toEqual({ status: 'queued', progress: 31, isStalled: true })
  expect(polls().map(({ number }) => number)).toEqual([1, 2, 3, 4, 5])
})

it('keeps the latest 60 polls', () => {
  const { recorder, polls } = record()
  for (let count = 1; count <= 60; count++) recorder.began(count, never)
  expect(polls()).toHaveLength(60)
  recorder.began(61, never)
  expect(polls()).toHaveLength(60)
  expect(polls()[0]?.number).toBe(2)
})

it('another component that begins to watch after a first failure is not the first one', () => {
  const { query, recorder, polls } = record()
  query.setState({ errorUpdateCount: 1 })
  recorder.mounted(1_000)
  recorder.began(1_000, never)
  expect(polls()[0]?.cause).toBe('mount')
})

it('a poll that fails, ends without an answer or is overtaken is recorded as that', () => {
  const { query, recorder, polls } = record()
  recorder.began(1_000, never)
  query.setState({ fetchStatus: 'fetching' })
  recorder.updated('failed', false, 1_100)
  expect(polls()[0]?.outcome).toBeUndefined()
  query.setState({ fetchStatus: 'idle', errorUpdatedAt: 1_200 })
  recorder.updated('error', false, 1_200)
  recorder.began(2_000, never)
  recorder.updated('setState', false, 2_100)
  recorder.began(3_000, never)
  recorder.batched(5)
  recorder.began(3_500, never)
  // As older versions of TanStack Query notify of an abort: with no other error than before.
  recorder.updated('error', false, 3_600)
  expect(polls().map(({ outcome, endedAt, batch }) => [outcome, endedAt, batch])).toEqual([
    ['failed', 1_200, undefined],
    ['aborted', 2_100, undefined],
    ['aborted', 3_500, 5],
    ['aborted', 3_600, undefined],
  ])
})

it('data that no poll brought is an event, and the latest 30 events are kept', () => {
  const { recorder, answer } = record()
  recorder.updated('success', true, 500)
  expect(recorder.current().events).toEqual([])
  answer(running(30), 1_000)
  recorder.updated('success', true, 1_000)
  recorder.updated('success', false, 1_100)
  recorder.updated('error', true, 1_200)
  recorder.began(1_300, never)
  recorder.updated('success', true, 1_400)
  const step = { status: 'in_progress', progress: 30, isStalled: false }
  expect(recorder.current().events).toEqual([{ at: 1_000, kind: 'written', step }])
  const sent = { scope: 'me', task: running(40), previousStatus: 'queued', listeners: 2 } as const
  for (let at = 2_001; at <= 2_030; at++) recorder.sent(sent, at)
  const { events } = recorder.current()
  expect(events).toHaveLength(30)
  expect(events[0]).toEqual({
    at: 2_001,
    kind: 'sent',
    previousStatus: 'queued',
    status: 'in_progress',
    listeners: 2,
  })
})

it('a plan goes on where the wait stays the same, and begins again where it is another one', () => {
  const { recorder, watch } = record(running(30))
  const setInterval = watch(4_000)
  recorder.mounted(1_000)
  const plan = () => recorder.current().plan
  expect(plan()).toEqual({ delay: 4_000, reason: 'interval', due: 5_000 })
  recorder.replan(2_000)
  expect(plan()?.due).toBe(5_000)
  setInterval(6_000)
  recorder.replan(3_000)
  expect(plan()).toEqual({ delay: 6_000, reason: 'own', due: 9_000 })
  recorder.updated('success', false, 4_000)
  expect(plan()?.due).toBe(10_000)
  expect(recorder.current().observers).toBe(1)
})

it('a poll follows the plan and the mount before it', () => {
  const { recorder, watch, polls, answer, query } = record()
  watch(4_000)
  recorder.mounted(1_000)
  recorder.began(1_020, never)
  answer(running(30), 1_100)
  query.setState({ fetchStatus: 'idle' })
  recorder.updated('success', false, 1_100)
  recorder.began(5_100, never)
  expect(polls()).toMatchObject([
    { cause: 'first', next: { due: 5_100 } },
    { cause: 'timer', planned: { delay: 4_000, due: 5_100 } },
  ])
  recorder.mounted(6_000)
  recorder.began(6_001, never)
  recorder.began(7_000, { focusedAt: 7_000, onlineAt: -Infinity })
  expect(polls().map(({ cause }) => cause)).toEqual(['first', 'timer', 'mount', 'focus'])
})
