import { dehydrate, hydrate, QueryClient } from '@tanstack/react-query'
import { expect, it, vi } from 'vitest'
import {
  createVideoTaskRegistry,
  subscribeToVideoTasks,
  parseVideoTask,
  type VideoTaskEventsOptions,
  videoTaskKeys,
  type VideoTaskStatus,
} from 'react-video-task'

/** The microtasks in which listeners are told. */
const settled = () => new Promise((resolve) => setTimeout(resolve))

let time = 1_000

/** A page: what its cache is shown, and what its listeners are told. */
function page() {
  const queryClient = new QueryClient()
  const show = async (status: VideoTaskStatus, id = 'a', scope = '') => {
    // What is hydrated counts where it is newer, and a millisecond is long.
    time += 1
    const task = parseVideoTask({ id, status })
    queryClient.setQueryData(videoTaskKeys.detail(id, scope), task, { updatedAt: time })
    await settled()
  }
  const listen = (options?: VideoTaskEventsOptions) => {
    const told: string[] = []
    const leave = subscribeToVideoTasks(
      queryClient,
      {
        onStatusChange: (task, previous) =>
          told.push(`${task.id}: ${previous ?? 'unknown'} > ${task.status}`),
        onCompleted: (task) => told.push(`${task.id} completed`),
        onFailed: (task) => told.push(`${task.id} failed as ${task.status}`),
      },
      options,
    )
    return { told, leave }
  }
  return { queryClient, show, listen }
}

it.each([
  ['completed', ['a: in_progress > completed', 'a completed']],
  ['failed', ['a: in_progress > failed', 'a failed as failed']],
  ['error', ['a: in_progress > error', 'a failed as error']],
] as const)('tells each transition once, to the end: %s', async (end, last) => {
  const { show, listen } = page()
  const { told } = listen()
  for (const status of ['queued', 'queued', 'in_progress', 'in_progress', end, end] as const)
    await show(status)
  expect(told).toEqual(['a: queued > in_progress', ...last])
})

it('tells each transition even where several come at once', async () => {
  const { show, listen } = page()
  const { told } = listen()
  await Promise.all([show('queued'), show('in_progress'), show('completed')])
  expect(told).toEqual(['a: queued > in_progress', 'a: in_progress > completed', 'a completed'])
})

it('a stale answer that falls back tells nothing, nor does what repeats after it', async () => {
  const { show, listen } = page()
  const { told } = listen()
  for (const status of [
    'in_progress',
    'queued',
    'in_progress',
    'completed',
    'in_progress',
    'failed',
  ] as const)
    await show(status)
  expect(told).toEqual(['a: in_progress > completed', 'a completed'])
})

it('a task already done when first seen is silent, unless asked', async () => {
  const { show, listen } = page()
  await show('completed', 'early')
  const quiet = listen()
  const curious = listen({ includeSettled: true })
  await settled()
  await show('failed', 'late')
  await show('queued', 'running')
  expect(quiet.told).toEqual([])
  expect(curious.told).toEqual([
    'early: unknown > completed',
    'early completed',
    'late: unknown > failed',
    'late failed as failed',
  ])
})

it('tells nothing of another scope, of other queries, or to who has left', async () => {
  const { queryClient, show, listen } = page()
  const [ann, none] = [listen({ scope: 'ann' }), listen()]
  for (const status of ['queued', 'in_progress'] as const) await show(status, 'a', 'ann')
  for (const status of ['queued', 'completed'])
    queryClient.setQueryData(['video-task', '', 'other', 'a'], { status })
  await settled()
  ann.leave()
  await show('completed', 'a', 'ann')
  expect(ann.told).toEqual(['a: queued > in_progress'])
  expect(none.told).toEqual([])
})

it('what happened while nobody listened is told to the next who does, once', async () => {
  const { show, listen } = page()
  const first = listen()
  await show('in_progress')
  first.leave()
  await show('completed')
  await show('completed', 'never seen running')
  const [second, third] = [listen(), listen()]
  await settled()
  for (const { told } of [second, third]) expect(told).toEqual(['a: in_progress > completed', 'a completed'])
  second.leave()
  third.leave()
  const fourth = listen()
  await settled()
  expect(fourth.told).toEqual([])
})

it('leaving at once, as StrictMode does, tells nothing and loses nothing', async () => {
  const { show, listen } = page()
  listen().leave()
  const { told } = listen()
  await show('queued')
  listen().leave()
  await show('completed')
  expect(told).toEqual(['a: queued > completed', 'a completed'])
})

it('news that comes as the last listener leaves is told to the next', async () => {
  const { queryClient, show, listen } = page()
  const first = listen()
  await show('queued')
  queryClient.setQueryData(videoTaskKeys.detail('a'), parseVideoTask({ id: 'a', status: 'completed' }))
  first.leave()
  await settled()
  const next = listen()
  await settled()
  expect([first.told, next.told]).toEqual([[], ['a: queued > completed', 'a completed']])
})

it('follows the cache only while somebody listens', () => {
  const { queryClient, listen } = page()
  const cache = queryClient.getQueryCache()
  const [first, second] = [listen(), listen()]
  expect(cache.hasListeners()).toBe(true)
  first.leave()
  first.leave()
  expect(cache.hasListeners()).toBe(true)
  second.leave()
  expect(cache.hasListeners()).toBe(false)
})

it('an error in a listener, thrown or rejected, is reported and keeps nothing from anyone', async () => {
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
  const { told } = listen()
  await show('queued')
  await show('completed')
  expect(report.mock.calls).toEqual([[thrown], [rejected]])
  expect(completed).toHaveBeenCalledTimes(1)
  expect(told).toEqual(['a: queued > completed', 'a completed'])
  vi.unstubAllGlobals()
})

it('what hydration brings is told like any other news', async () => {
  const [server, browser] = [page(), page()]
  await browser.show('queued')
  await server.show('completed')
  await server.show('completed', 'b')
  const { told } = browser.listen()
  await settled()
  hydrate(browser.queryClient, dehydrate(server.queryClient))
  await settled()
  expect(told).toEqual(['a: queued > completed', 'a completed'])
  const registry = createVideoTaskRegistry({ storage: null })
  registry.add('c')
  const remembering = browser.listen({ registry })
  await server.show('completed', 'c')
  hydrate(browser.queryClient, dehydrate(server.queryClient))
  await settled()
  expect(remembering.told).toEqual(['c: queued > completed', 'c completed'])
})

it('a silent tab tells nothing, neither now nor once it may speak', async () => {
  const { show, listen } = page()
  let speaks = false
  const { told, leave } = listen({ isLeader: (id) => id === 'mine' || speaks })
  for (const id of ['mine', 'theirs']) {
    await show('queued', id)
    await show('in_progress', id)
  }
  leave()
  speaks = true
  const next = listen()
  await settled()
  await show('completed', 'theirs')
  expect(told).toEqual(['mine: queued > in_progress'])
  expect(next.told).toEqual(['theirs: in_progress > completed', 'theirs completed'])
})

it('a tab that gives up its voice with its last poll still tells of it', async () => {
  const { queryClient, show, listen } = page()
  let speaks = true
  const { told } = listen({ isLeader: () => speaks })
  await show('queued')
  queryClient.setQueryData(videoTaskKeys.detail('a'), parseVideoTask({ id: 'a', status: 'completed' }))
  speaks = false
  await settled()
  expect(told).toContain('a completed')
})

it('with a registry, what one tab told no other tab tells, now or after a reload', async () => {
  const texts = new Map<string, string>()
  const storage = {
    getItem: (key: string) => texts.get(key) ?? null,
    setItem: (key: string, text: string) => void texts.set(key, text),
    removeItem: (key: string) => void texts.delete(key),
  }
  const open = (speaks = true) => {
    const tab = page()
    const registry = createVideoTaskRegistry({ storage })
    return { ...tab, registry, ...tab.listen({ registry, isLeader: () => speaks }) }
  }
  const [first, second] = [open(), open()]
  first.registry.add('a')
  await first.show('queued')
  await second.show('queued')
  await second.show('in_progress')
  await first.show('in_progress')
  await first.show('completed')
  await second.show('completed')
  expect(second.told).toEqual(['a: queued > in_progress'])
  expect(first.told).toEqual(['a: in_progress > completed', 'a completed'])
  const third = open()
  await third.show('completed')
  expect(third.told).toEqual([])

  const silent = open(false)
  first.registry.add('b')
  for (const tab of [silent, first]) {
    await tab.show('queued', 'b')
    await tab.show('failed', 'b')
  }
  expect(silent.told).toEqual([])
  expect(first.told.slice(2)).toEqual(['b: queued > failed', 'b failed as failed'])
})

it('listeners with a registry and without one each hear once', async () => {
  const { show, listen } = page()
  const registry = createVideoTaskRegistry({ storage: null })
  registry.add('a')
  const books = [
    listen(),
    listen({ registry }),
    listen({ registry: createVideoTaskRegistry({ storage: null }) }),
  ]
  await show('queued')
  await show('completed')
  for (const { told } of books) expect(told).toEqual(['a: queued > completed', 'a completed'])
  expect(registry.list()[0]?.notifiedStatus).toBe('completed')
})
