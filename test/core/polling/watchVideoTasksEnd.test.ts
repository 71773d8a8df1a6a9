import { createVideoClient, parseVideoTask, type VideoTask } from 'react-video-task/client'
import { watchVideoTasks } from 'react-video-task/server'
import { createVideoEmulator } from 'react-video-task/testing'
import { describe, expect, it, vi } from 'vitest'
import { prepareTime } from './support/prepareTime.js'

prepareTime()

const KEY = 'sk-of-the-watcher'

function startApi() {
  const emulator = createVideoEmulator({ apiKey: KEY, now: () => Date.now(), seed: 1 })
  let requests = 0
  const client = createVideoClient({
    baseURL: 'https://api.test/v1',
    apiKey: KEY,
    fetch: (input, init) => {
      requests += 1
      return emulator.fetch(new Request(input, init))
    },
  })
  return { client, emulator, requests: () => requests, id: emulator.addTask({}).id }
}

/** A call of the app's that ends when the test says so. */
function deferred<T>() {
  let resolve: (value: T) => void = () => {}
  let reject: (reason: Error) => void = () => {}
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve
    reject = onReject
  })
  return { promise, resolve, reject }
}

it('watchVideoTasks asks once for a task that is added twice, and for none that has ended', async () => {
  const { client, requests, id } = startApi()
  const ended = parseVideoTask({ id: 'task_2', status: 'completed' })
  const watch = watchVideoTasks(client, { pending: [id, id, ended], onChange: () => undefined })
  watch.add(id)
  await vi.advanceTimersByTimeAsync(1_000)
  expect([watch.size, requests()]).toEqual([1, 1])
  watch.stop()
})

describe('watchVideoTasks, when a task is removed', () => {
  it.each(['returns', 'throws'] as const)('leaves no timer where onChange %s afterwards', async (way) => {
    const { client, requests, id } = startApi()
    const call = deferred<undefined>()
    const errors: unknown[] = []
    const watch = watchVideoTasks(client, {
      pending: [id],
      onChange: () => call.promise,
      onError: (error) => errors.push(error),
    })
    await vi.advanceTimersByTimeAsync(1_000)
    watch.remove(id)
    if (way === 'returns') call.resolve(undefined)
    else call.reject(new Error('The database is down'))
    await vi.advanceTimersByTimeAsync(0)
    expect([errors, requests(), vi.getTimerCount(), watch.size]).toEqual([[], 1, 0, 0])
  })

  it('ends its wait, and watches it once more where it is added again', async () => {
    const { client, requests, id } = startApi()
    const watch = watchVideoTasks(client, { onChange: () => undefined })
    watch.add(id)
    await vi.advanceTimersByTimeAsync(1_000)
    watch.remove(id)
    expect([watch.size, vi.getTimerCount()]).toEqual([0, 0])
    await vi.advanceTimersByTimeAsync(60_000)
    expect(requests()).toBe(1)
    watch.add(id)
    await vi.advanceTimersByTimeAsync(600_000)
    expect([requests(), watch.size, vi.getTimerCount()]).toEqual([2, 0, 0])
  })
})

describe('watchVideoTasks, when it stops', () => {
  it('asks for nothing where its signal has fired before', async () => {
    const { client, requests, id } = startApi()
    const pending = vi.fn(() => [id])
    for (const tasks of [[id], pending]) {
      const watch = watchVideoTasks(client, {
        pending: tasks,
        signal: AbortSignal.abort(),
        onChange: () => undefined,
      })
      watch.add(id)
      expect(watch.size).toBe(0)
    }
    await vi.advanceTimersByTimeAsync(120_000)
    expect([requests(), pending.mock.calls.length, vi.getTimerCount()]).toEqual([0, 0, 0])
  })

  it.each(['returns', 'throws'] as const)('asks no more where `pending` %s afterwards', async (way) => {
    const { client, requests, id } = startApi()
    const call = deferred<string[]>()
    const errors: unknown[] = []
    const watch = watchVideoTasks(client, {
      pending: () => call.promise,
      onChange: () => undefined,
      onError: (error) => errors.push(error),
    })
    watch.stop()
    if (way === 'returns') call.resolve([id])
    else call.reject(new Error('The database is down'))
    await vi.advanceTimersByTimeAsync(0)
    expect([errors, requests(), vi.getTimerCount(), watch.size]).toEqual([[], 0, 0, 0])
  })

  it('leaves no timer of its next call of `pending`, and none of a key that is asked to wait', async () => {
    const limited = createVideoClient({
      baseURL: 'https://api.test/v1',
      fetch: async () => new Response('', { status: 429, headers: { 'retry-after': '60' } }),
    })
    const pending = vi.fn(() => ['task_1', 'task_2', 'task_3', 'task_4', 'task_5'])
    const watch = watchVideoTasks(limited, { pending, onChange: () => undefined })
    await vi.advanceTimersByTimeAsync(1_000)
    watch.stop()
    expect(vi.getTimerCount()).toBe(0)
    await vi.advanceTimersByTimeAsync(120_000)
    expect(pending).toHaveBeenCalledTimes(1)
  })

  it('no longer listens to its signal', () => {
    const { client } = startApi()
    const { signal } = new AbortController()
    const removed = vi.spyOn(signal, 'removeEventListener')
    const added = vi.spyOn(signal, 'addEventListener')
    watchVideoTasks(client, { signal, onChange: () => undefined }).stop()
    expect(removed.mock.calls).toEqual(added.mock.calls)
    expect(added).toHaveBeenCalledTimes(1)
  })
})

describe('watchVideoTasks, where the functions of the app throw', () => {
  it('repeats the call of an end after 2 s, 4 s and so on, up to every minute', async () => {
    const { client, id } = startApi()
    const calls: number[] = []
    const watch = watchVideoTasks(client, {
      pending: [id],
      onChange: ({ status }) => {
        if (status !== 'completed') return
        calls.push(Date.now() / 1_000)
        if (calls.length < 9) throw new Error('The database is down')
      },
    })
    await vi.advanceTimersByTimeAsync(900_000)
    const waits = calls.slice(1).map((time, index) => time - (calls[index] ?? 0))
    expect([waits, watch.size]).toEqual([[2, 4, 8, 16, 32, 60, 60, 60], 0])
  })

  it.each([
    ['its first change', { state: { status: 'completed' as const } }, 0],
    ['a later change, after another whose call has thrown once', {}, 1],
  ])('begins with 2 s for an end that is %s', async (_, task, failures) => {
    const { client, emulator } = startApi()
    const { id } = emulator.addTask(task)
    const ends: number[] = []
    let thrown = 0
    const watch = watchVideoTasks(client, {
      pending: [id],
      onChange: ({ status }) => {
        if (status === 'completed') ends.push(Date.now() / 1_000)
        if (status === 'completed' ? ends.length < 3 : ++thrown <= failures) throw new Error('Down')
      },
    })
    await vi.advanceTimersByTimeAsync(600_000)
    expect(ends.slice(1).map((time, index) => time - (ends[index] ?? 0))).toEqual([2, 4])
    expect(watch.size).toBe(0)
  })

  it('calls onChange for nothing that the watch before has delivered', async () => {
    const { client, emulator } = startApi()
    const { id } = emulator.addTask({ scenario: 'stuck-in-queue' })
    const changes: VideoTask[] = []
    const onChange = (task: VideoTask) => void changes.push(task)
    const before = watchVideoTasks(client, { pending: [id], onChange })
    await vi.advanceTimersByTimeAsync(30_000)
    before.stop()
    expect(changes).toHaveLength(1)
    const watch = watchVideoTasks(client, { pending: [...changes], onChange })
    await vi.advanceTimersByTimeAsync(60_000)
    expect([changes.length, watch.size]).toEqual([1, 1])
    watch.stop()
  })

  it('counts the failures of `pending` from its last success', async () => {
    const { client } = startApi()
    const calls: number[] = []
    const finals: boolean[] = []
    const watch = watchVideoTasks(client, {
      pending: () => {
        calls.push(Date.now() / 1_000)
        if (calls.length !== 3) throw new Error('The database is down')
        return []
      },
      onChange: () => undefined,
      onError: (_, { isFinal }) => finals.push(isFinal),
    })
    await vi.advanceTimersByTimeAsync(75_000)
    watch.stop()
    expect(finals).toEqual(Array(5).fill(false))
    expect(calls.map((time) => time - (calls[0] ?? 0))).toEqual([0, 2, 6, 66, 68, 72])
  })

  it('leaves a throw of onError to the app, and goes on', async () => {
    const { client, requests } = startApi()
    const others = process.listeners('unhandledRejection')
    const rejections: unknown[] = []
    process
      .removeAllListeners('unhandledRejection')
      .on('unhandledRejection', (reason) => rejections.push(reason))
    const broken = new Error('The log is full')
    const watch = watchVideoTasks(client, {
      pending: ['unknown'],
      onChange: () => undefined,
      onError: () => {
        throw broken
      },
    })
    await vi.advanceTimersByTimeAsync(120_000)
    await new Promise(setImmediateOfNode)
    process.removeAllListeners('unhandledRejection')
    for (const listener of others) process.on('unhandledRejection', listener)
    expect([requests(), watch.size]).toEqual([5, 0])
    expect(rejections).toEqual(Array(5).fill(broken))
  })
})

/** Before the fake clock: Node reports a rejection in the next turn of its loop. */
const setImmediateOfNode = setImmediate
