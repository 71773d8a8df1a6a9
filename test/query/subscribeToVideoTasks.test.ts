import { dehydrate, hydrate, QueryClient } from '@tanstack/react-query'
import { expect, it, vi } from 'vitest'
import {
  createVideoTaskRegistry,
  subscribeToVideoTasks,
  type VideoTaskEventsOptions,
  videoTaskKeys,
  type VideoTaskStatus,
} from 'react-video-task'
import { parseVideoTask } from 'react-video-task/client'

/** Waits for the microtasks in which listeners are called. */
const settled = () => new Promise((resolve) => setTimeout(resolve))

let time = 1_000

/** Creates a page: `show` writes a task into its cache, `listen` records the calls of its listeners. */
function page() {
  const queryClient = new QueryClient()
  const show = async (status: VideoTaskStatus, id = 'a', scope = '') => {
    // Hydration replaces only older data, so each write needs a later time.
    time += 1
    const task = parseVideoTask({ id, status })
    queryClient.setQueryData(videoTaskKeys.detail(id, scope), task, { updatedAt: time })
    await settled()
  }
  const listen = (options?: VideoTaskEventsOptions) => {
    const calls: string[] = []
    const unsubscribe = subscribeToVideoTasks(
      queryClient,
      {
        onStatusChange: (task, previous) =>
          calls.push(`${task.id}: ${previous ?? 'unknown'} > ${task.status}`),
        onCompleted: (task) => calls.push(`${task.id} completed`),
        onFailed: (task) => calls.push(`${task.id} failed as ${task.status}`),
      },
      options,
    )
    return { calls, unsubscribe }
  }
  return { queryClient, show, listen }
}

it.each([
  ['completed', ['a: in_progress > completed', 'a completed']],
  ['failed', ['a: in_progress > failed', 'a failed as failed']],
  ['error', ['a: in_progress > error', 'a failed as error']],
] as const)('calls the listeners once for each transition up to %s', async (end, last) => {
  const { show, listen } = page()
  const { calls } = listen()
  for (const status of ['queued', 'queued', 'in_progress', 'in_progress', end, end] as const)
    await show(status)
  expect(calls).toEqual(['a: queued > in_progress', ...last])
})

it('reports every transition of several cache writes in one tick', async () => {
  const { show, listen } = page()
  const { calls } = listen()
  await Promise.all([show('queued'), show('in_progress'), show('completed')])
  expect(calls).toEqual(['a: queued > in_progress', 'a: in_progress > completed', 'a completed'])
})

it('subscribeToVideoTasks ignores a status that falls back and its repetition', async () => {
  const { show, listen } = page()
  const { calls } = listen()
  for (const status of [
    'in_progress',
    'queued',
    'in_progress',
    'completed',
    'in_progress',
    'failed',
  ] as const)
    await show(status)
  expect(calls).toEqual(['a: in_progress > completed', 'a completed'])
})

it('reports a task that is already settled when first seen only with includeSettled', async () => {
  const { show, listen } = page()
  await show('completed', 'early')
  const withoutSettled = listen()
  const withSettled = listen({ includeSettled: true })
  await settled()
  await show('failed', 'late')
  await show('queued', 'running')
  expect(withoutSettled.calls).toEqual([])
  expect(withSettled.calls).toEqual([
    'early: unknown > completed',
    'early completed',
    'late: unknown > failed',
    'late failed as failed',
  ])
})

it('reports nothing for another scope, for other queries, or after unsubscribing', async () => {
  const { queryClient, show, listen } = page()
  const [ann, defaultScope] = [listen({ scope: 'ann' }), listen()]
  for (const status of ['queued', 'in_progress'] as const) await show(status, 'a', 'ann')
  for (const status of ['queued', 'completed'])
    queryClient.setQueryData(['video-task', '', 'other', 'a'], { status })
  await settled()
  ann.unsubscribe()
  await show('completed', 'a', 'ann')
  expect(ann.calls).toEqual(['a: queued > in_progress'])
  expect(defaultScope.calls).toEqual([])
})

it('a transition without a listener is reported once, to the next listeners', async () => {
  const { show, listen } = page()
  const first = listen()
  await show('in_progress')
  first.unsubscribe()
  await show('completed')
  await show('completed', 'never seen running')
  const [second, third] = [listen(), listen()]
  await settled()
  for (const { calls } of [second, third])
    expect(calls).toEqual(['a: in_progress > completed', 'a completed'])
  second.unsubscribe()
  third.unsubscribe()
  const fourth = listen()
  await settled()
  expect(fourth.calls).toEqual([])
})

it('unsubscribing at once, as StrictMode does, repeats and loses no transition', async () => {
  const { show, listen } = page()
  listen().unsubscribe()
  const { calls } = listen()
  await show('queued')
  listen().unsubscribe()
  await show('completed')
  expect(calls).toEqual(['a: queued > completed', 'a completed'])
})

it('a transition in the tick in which the last listener unsubscribes is reported to the next one', async () => {
  const { queryClient, show, listen } = page()
  const first = listen()
  await show('queued')
  queryClient.setQueryData(videoTaskKeys.detail('a'), parseVideoTask({ id: 'a', status: 'completed' }))
  first.unsubscribe()
  await settled()
  const next = listen()
  await settled()
  expect([first.calls, next.calls]).toEqual([[], ['a: queued > completed', 'a completed']])
})

it('subscribes to the query cache only while there is a listener', () => {
  const { queryClient, listen } = page()
  const cache = queryClient.getQueryCache()
  const [first, second] = [listen(), listen()]
  expect(cache.hasListeners()).toBe(true)
  first.unsubscribe()
  first.unsubscribe()
  expect(cache.hasListeners()).toBe(true)
  second.unsubscribe()
  expect(cache.hasListeners()).toBe(false)
})

it('an error that a listener throws or rejects with goes to reportError, and the other listeners are called', async () => {
  const report = vi.fn()
  vi.stubGlobal('reportError', report)
  const { queryClient, show, listen } = page()
  const [thrown, rejected] = [new Error('thrown'), new Error('rejected')]
  const completed = vi.fn()
  subscribeToVideoTasks(queryClient, {
    onStatusChange: () => {
      throw thrown
    },
    onCompleted: completed,
  })
  subscribeToVideoTasks(queryClient, { onCompleted: () => Promise.reject(rejected) })
  const { calls } = listen()
  await show('queued')
  await show('completed')
  expect(report.mock.calls).toEqual([[thrown], [rejected]])
  expect(completed).toHaveBeenCalledTimes(1)
  expect(calls).toEqual(['a: queued > completed', 'a completed'])
})

it('reports a transition that hydration brings', async () => {
  const [server, browser] = [page(), page()]
  await browser.show('queued')
  await server.show('completed')
  await server.show('completed', 'b')
  const { calls } = browser.listen()
  await settled()
  hydrate(browser.queryClient, dehydrate(server.queryClient))
  await settled()
  expect(calls).toEqual(['a: queued > completed', 'a completed'])
  const registry = createVideoTaskRegistry({ storage: null })
  registry.add('c')
  const withRegistry = browser.listen({ registry })
  await server.show('completed', 'c')
  hydrate(browser.queryClient, dehydrate(server.queryClient))
  await settled()
  expect(withRegistry.calls).toEqual(['c: queued > completed', 'c completed'])
})

it('a tab that was not the leader reports no earlier transition when it becomes the leader', async () => {
  const { show, listen } = page()
  let isLeader = false
  const { calls, unsubscribe } = listen({ isLeader: (id) => id === 'mine' || isLeader })
  for (const id of ['mine', 'theirs']) {
    await show('queued', id)
    await show('in_progress', id)
  }
  unsubscribe()
  isLeader = true
  const next = listen()
  await settled()
  await show('completed', 'theirs')
  expect(calls).toEqual(['mine: queued > in_progress'])
  expect(next.calls).toEqual(['theirs: in_progress > completed', 'theirs completed'])
})

it('a tab that stops being the leader right after its last poll still reports the transition', async () => {
  const { queryClient, show, listen } = page()
  let isLeader = true
  const { calls } = listen({ isLeader: () => isLeader })
  await show('queued')
  queryClient.setQueryData(videoTaskKeys.detail('a'), parseVideoTask({ id: 'a', status: 'completed' }))
  isLeader = false
  await settled()
  expect(calls).toContain('a completed')
})

it('tabs with a registry report each transition once in total, also after a reload', async () => {
  const entries = new Map<string, string>()
  const storage = {
    getItem: (key: string) => entries.get(key) ?? null,
    setItem: (key: string, value: string) => void entries.set(key, value),
    removeItem: (key: string) => void entries.delete(key),
  }
  const open = (isLeader = true) => {
    const tab = page()
    const registry = createVideoTaskRegistry({ storage })
    return { ...tab, registry, ...tab.listen({ registry, isLeader: () => isLeader }) }
  }
  const [first, second] = [open(), open()]
  first.registry.add('a')
  await first.show('queued')
  await second.show('queued')
  await second.show('in_progress')
  await first.show('in_progress')
  await first.show('completed')
  await second.show('completed')
  expect(second.calls).toEqual(['a: queued > in_progress'])
  expect(first.calls).toEqual(['a: in_progress > completed', 'a completed'])
  const third = open()
  await third.show('completed')
  expect(third.calls).toEqual([])

  const follower = open(false)
  first.registry.add('b')
  for (const tab of [follower, first]) {
    await tab.show('queued', 'b')
    await tab.show('failed', 'b')
  }
  expect(follower.calls).toEqual([])
  expect(first.calls.slice(2)).toEqual(['b: queued > failed', 'b failed as failed'])
})

it('calls listeners with and without a registry once each', async () => {
  const { show, listen } = page()
  const registry = createVideoTaskRegistry({ storage: null })
  registry.add('a')
  const subscriptions = [
    listen(),
    listen({ registry }),
    listen({ registry: createVideoTaskRegistry({ storage: null }) }),
  ]
  await show('queued')
  await show('completed')
  for (const { calls } of subscriptions) expect(calls).toEqual(['a: queued > completed', 'a completed'])
  expect(registry.list()[0]?.notifiedStatus).toBe('completed')
})
