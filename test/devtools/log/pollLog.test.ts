import { focusManager, MutationObserver, QueryClient, QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import {
  createVideoClient,
  subscribeToVideoTasks,
  type VideoClient,
  VideoApiError,
  type VideoTask,
  videoTaskKeys,
} from 'react-video-task'
// Private: a page shows the log of one task of a few, while this has limits for hundreds.
import { pollLogOf } from '../../../src/devtools/log/pollLog.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  focusManager.setFocused(undefined)
})

const task = (id: string): VideoTask => ({ id, object: 'video', status: 'queued', progress: 0 })

/** A log that has started, of a QueryClient without tasks. */
function startLog() {
  const queryClient = new QueryClient()
  const log = pollLogOf(queryClient)
  const listener = vi.fn()
  log.subscribe(listener)
  const write = (id: string, scope?: string) =>
    queryClient.setQueryData(videoTaskKeys.detail(id, scope), task(id))
  const ids = () => log.current().tasks.map(({ id }) => id)
  return { queryClient, log, listener, write, ids, refresh: () => vi.advanceTimersByTime(50) }
}

it('has the newest task first, with its scope, and nothing of other queries', () => {
  const { queryClient, log, write, ids, refresh } = startLog()
  write('a')
  write('b', 'me')
  queryClient.setQueryData(['other'], 1)
  refresh()
  expect(ids()).toEqual(['b', 'a'])
  expect(log.current().tasks.map(({ scope }) => scope)).toEqual(['me', ''])
  queryClient.removeQueries({ queryKey: videoTaskKeys.detail('b', 'me') })
  refresh()
  expect(ids()).toEqual(['a'])
})

it('takes over the tasks that were in the cache before, and starts once', () => {
  const queryClient = new QueryClient()
  queryClient.setQueryData(videoTaskKeys.detail('a'), task('a'))
  const log = pollLogOf(queryClient)
  expect(pollLogOf(queryClient)).toBe(log)
  log.subscribe(() => undefined)()
  log.subscribe(() => undefined)
  queryClient.setQueryData(videoTaskKeys.detail('b'), task('b'))
  vi.advanceTimersByTime(50)
  const [b, a] = log.current().tasks
  expect([a?.id, a?.polls.length, b?.id, b?.events.length]).toEqual(['a', 1, 'b', 1])
})

it('has an event at its own task alone, once, also where the panel has closed and opened again', async () => {
  const { queryClient, log, listener, write, refresh } = startLog()
  log.subscribe(() => undefined)()
  const again = new QueryClient()
  const reopened = pollLogOf(again)
  reopened.subscribe(() => undefined)()
  reopened.subscribe(() => undefined)
  for (const [client, shown] of [[queryClient, log] as const, [again, reopened] as const]) {
    subscribeToVideoTasks(client, { onStatusChange: () => undefined })
    for (const id of ['a', 'b']) client.setQueryData(videoTaskKeys.detail(id), task(id))
    await vi.advanceTimersByTimeAsync(50)
    client.setQueryData(videoTaskKeys.detail('a'), { ...task('a'), status: 'in_progress' })
    await vi.advanceTimersByTimeAsync(50)
    const [b, a] = shown.current().tasks
    expect(a?.events.map(({ kind }) => kind)).toEqual(['written', 'written', 'sent'])
    expect(b?.events.map(({ kind }) => kind)).toEqual(['written'])
  }
  write('c')
  refresh()
  expect(listener).toHaveBeenCalled()
})

it('plans again, and says so, when the page is hidden, a hook has other options, or the provider has', () => {
  const { queryClient, log, listener, write, refresh } = startLog()
  write('a')
  const options = {
    queryKey: videoTaskKeys.detail('a'),
    queryFn: () => task('a'),
    staleTime: Infinity,
    refetchInterval: () => (focusManager.isFocused() ? 4_000 : 45_000),
  }
  const observer = new QueryObserver(queryClient, options)
  onTestFinished(observer.subscribe(() => undefined))
  refresh()
  const planAfter = (change: () => void) => {
    listener.mockClear()
    change()
    refresh()
    expect(listener).toHaveBeenCalledTimes(1)
    return log.current().tasks[0]?.plan
  }
  expect(log.current().tasks[0]?.plan).toMatchObject({ delay: 4_000, reason: 'own' })
  expect(planAfter(() => log.configure({ pollInterval: 4_000 }))).toMatchObject({ reason: 'interval' })
  expect(planAfter(() => focusManager.setFocused(false))).toMatchObject({ delay: 45_000 })
  const slower = { ...options, refetchInterval: () => 50_000 }
  expect(planAfter(() => observer.setOptions(slower))).toMatchObject({ delay: 50_000 })
})

it('gathers the changes of 50 ms, and is the same object until then', () => {
  const { log, listener, write } = startLog()
  const before = log.current()
  write('a')
  write('b')
  vi.advanceTimersByTime(49)
  expect(listener).not.toHaveBeenCalled()
  expect(log.current()).toBe(before)
  vi.advanceTimersByTime(1)
  expect(listener).toHaveBeenCalledTimes(1)
  expect(log.current()).not.toBe(before)
  write('c')
  vi.advanceTimersByTime(50)
  expect(listener).toHaveBeenCalledTimes(2)
})

it('keeps 200 tasks: one that nothing watches makes room, else another is not recorded', () => {
  const { queryClient, write, ids, refresh } = startLog()
  const watch = (id: string) =>
    new QueryObserver(queryClient, {
      queryKey: videoTaskKeys.detail(id),
      queryFn: () => task(id),
      staleTime: Infinity,
    }).subscribe(() => undefined)
  for (let n = 1; n <= 200; n++) {
    write(`t${n}`)
    if (n !== 3) watch(`t${n}`)
  }
  refresh()
  expect(ids()).toHaveLength(200)
  write('next')
  refresh()
  expect(ids()).toHaveLength(200)
  expect(ids()).not.toContain('t3')
  expect(ids()[0]).toBe('next')
  const unwatch = watch('next')
  write('no room')
  refresh()
  expect(ids()).not.toContain('no room')
  expect(ids()).toHaveLength(200)
  unwatch()
})

it('notes which answer limited the key: the poll of a task, or a create of this library', async () => {
  const { queryClient, log, refresh } = startLog()
  const limited = new VideoApiError({ status: 429, message: 'Slow', retryAfter: 9_000 })
  const fail = async (mutationKey: string[], error: Error) => {
    const mutationFn = () => Promise.reject(error)
    await new MutationObserver(queryClient, { mutationKey, mutationFn }).mutate().catch(() => undefined)
    refresh()
    return log.current().limit
  }
  expect(await fail(['other'], limited)).toBeUndefined()
  expect(
    await fail(['video-task', 'create'], new VideoApiError({ status: 500, message: 'Broken' })),
  ).toBeUndefined()
  vi.setSystemTime(5_000)
  expect(await fail(['video-task', 'create'], limited)).toEqual({ at: 5_000, id: undefined, status: 429 })
  vi.setSystemTime(6_000)
  const queryFn = () => Promise.reject(limited)
  const queryKey = videoTaskKeys.detail('a')
  await queryClient.fetchQuery({ queryKey, queryFn, retry: false }).catch(() => undefined)
  refresh()
  expect(log.current().limit).toEqual({ at: 6_000, id: 'a', status: 429 })
})

it('counts the requests for several tasks, of the client that is set', () => {
  const { log, write, refresh } = startLog()
  const batching = () => ({
    size: 10,
    align: <Next>(next: Next) => next,
    observers: new Set<(calls: ReadonlySet<{ readonly id: string }>) => void>(),
  })
  const plain = createVideoClient({ baseURL: 'http://api.test/v1' })
  const [first, second]: VideoClient[] = [batching(), batching()].map((batch) => ({ ...plain, batch }))
  const send = (client: VideoClient | undefined, ...ids: string[]) =>
    client?.batch?.observers?.forEach((observe) => observe(new Set(ids.map((id) => ({ id })))))
  log.configure({ client: first })
  write('a')
  send(first, 'a')
  refresh()
  expect(log.current().batches).toEqual({ requests: 0, polls: 0 })
  send(first, 'a', 'b')
  send(first, 'a', 'b', 'c')
  refresh()
  expect(log.current().batches).toEqual({ requests: 2, polls: 5 })
  log.configure({ client: first })
  expect(first?.batch?.observers?.size).toBe(1)
  log.configure({ client: second })
  expect(first?.batch?.observers?.size).toBe(0)
  write('b')
  send(second, 'a', 'b')
  refresh()
  expect(log.current().batches).toEqual({ requests: 3, polls: 7 })
})
