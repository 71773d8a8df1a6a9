import { join } from 'node:path'
import type { VideoProxyEndedContext, VideoProxyOptions } from 'react-video-task/server'
import { afterEach, expect, it, vi } from 'vitest'
import { form } from '../support/createTestProxy.js'
import { defer } from '../support/defer.js'
import { serveProxy } from '../support/serveProxy.js'
import { startVideoApi } from '../support/startVideoApi.js'
import { makeFolder, openFileStore } from '../support/taskStores.js'

afterEach(() => void vi.useRealTimers())

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** Instances over one file, whose clock the test sets; their work goes on by `performance`. */
async function startInstances() {
  vi.useFakeTimers({ toFake: ['Date', 'performance'] })
  const api = await startVideoApi()
  const path = join(makeFolder(), 'videos.db')
  const ended: VideoProxyEndedContext[] = []
  const start = (options: Partial<VideoProxyOptions> = {}) =>
    serveProxy({
      ...{ baseURL: api.baseURL, tasks: openFileStore(path), cache: false, createTimeout: 60_000 },
      onEnded: (context) => void ended.push(context),
      ...options,
    })
  return { api, file: openFileStore(path), ended, start }
}

type Instances = Awaited<ReturnType<typeof startInstances>>
type Proxy = Awaited<ReturnType<Instances['start']>>

const moveClock = (ms: number) => void vi.setSystemTime(Date.now() + ms)

/** Any request lets an instance look for what others left. */
const wake = (proxy: Proxy) => proxy.send('GET', '/videos', 'bob')

/** Leaves an end that was seen and never reported, by an instance that stopped. */
async function leaveEnd({ api, start }: Instances): Promise<string> {
  const stopped = await start({ onEnded: () => new Promise(() => undefined) })
  const id = await stopped.create('ann')
  Object.assign(api.tasks.get(id) ?? {}, { status: 'completed', progress: 100 })
  void stopped.send('GET', `/videos/${id}`, 'ann').catch(() => undefined)
  return id
}

const untilEnded = ({ file }: Instances, id: string) =>
  vi.waitFor(async () => expect((await file.get(id))?.data).toContain('"state":"ended"'))

const JUMPS: [string, number][] = [
  ['an hour forward', HOUR],
  ['two days forward', 2 * DAY],
  ['an hour backward', -HOUR],
  ['two days backward', -2 * DAY],
]

it.each(JUMPS)('an end is reported within five minutes of a clock that jumps %s', async (_, jump) => {
  const instances = await startInstances()
  const { start, ended } = instances
  // The clock is wrong while the instance looks for the first time, and set right.
  moveClock(jump)
  const proxy = await start()
  await wake(proxy)
  moveClock(-jump)
  const id = await leaveEnd(instances)
  await untilEnded(instances, id)
  vi.advanceTimersByTime(301_000)
  await wake(proxy)
  await vi.waitFor(() => expect(ended).toMatchObject([{ task: { id }, user: { id: 'ann' } }]))
})

it.each(JUMPS)('an end of an instance whose clock is %s is reported by another one', async (_, jump) => {
  const instances = await startInstances()
  const { start, ended } = instances
  moveClock(jump)
  const id = await leaveEnd(instances)
  await untilEnded(instances, id)
  moveClock(-jump)
  vi.advanceTimersByTime(61_000)
  const other = await start()
  await wake(other)
  await vi.waitFor(() => expect(ended).toMatchObject([{ task: { id } }]))
  await other.send('GET', `/videos/${id}`, 'ann')
  expect(ended).toHaveLength(1)
})

it.each(JUMPS)(
  'a create of an instance whose clock is %s is not reported as interrupted while it is sent',
  async (_, jump) => {
    const answer = defer<Response>()
    const { start, ended, file } = await startInstances()
    moveClock(jump)
    const slow = await start({ fetch: () => answer.promise })
    const created = slow.create('ann')
    await vi.waitFor(async () => expect(await file.list({ isPending: true, limit: 9 })).toHaveLength(1))
    moveClock(-jump)
    const other = await start()
    await wake(other)
    await new Promise((resolve) => setTimeout(resolve, 50))
    answer.resolve(Response.json({ id: 'video_7', object: 'video', status: 'queued', progress: 0 }))
    const id = await created
    expect([ended, slow.reported, other.reported]).toEqual([[], [], []])
    vi.advanceTimersByTime(301_000)
    await wake(other)
    expect((await file.list({ isPending: true, limit: 9 })).map((row) => row.id)).toEqual([id])
    expect(ended).toEqual([])
  },
)

it.each(JUMPS)('a create that a stopped instance with a clock %s left is reported once', async (_, jump) => {
  const { start, ended, file } = await startInstances()
  moveClock(jump)
  const stopped = await start({ fetch: () => new Promise(() => undefined) })
  void stopped.send('POST', '/videos', 'ann', { body: form() }).catch(() => undefined)
  await vi.waitFor(async () => expect(await file.list({ isPending: true, limit: 9 })).toHaveLength(1))
  moveClock(-jump)
  const proxies = [await start(), await start()]
  for (let round = 0; round < 3; round++) {
    for (const proxy of proxies) {
      await wake(proxy)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    vi.advanceTimersByTime(301_000)
  }
  await vi.waitFor(() => expect(ended).toHaveLength(1))
  expect(ended).toMatchObject([{ user: { id: 'ann' }, failure: { code: 'create_interrupted' } }])
  await vi.waitFor(async () => expect(await file.list({ isPending: true, limit: 9 })).toEqual([]))
})

it('a create that was left a week ago is reported by a process with one request', async () => {
  const { start, ended, file } = await startInstances()
  const stopped = await start({ fetch: () => new Promise(() => undefined) })
  void stopped.send('POST', '/videos', 'ann', { body: form() }).catch(() => undefined)
  await vi.waitFor(async () => expect(await file.list({ isPending: true, limit: 9 })).toHaveLength(1))
  moveClock(7 * DAY)
  await wake(await start())
  await vi.waitFor(() => expect(ended).toMatchObject([{ failure: { code: 'create_interrupted' } }]))
})

it.each(JUMPS)('a list is whole, each task once, after the clock jumped %s', async (_, jump) => {
  const { start } = await startInstances()
  const proxy = await start()
  const made: string[] = []
  for (let index = 0; index < 3; index++) made.push(await proxy.create('ann'))
  moveClock(jump)
  for (let index = 0; index < 3; index++) made.push(await proxy.create('ann'))
  const seen: string[] = []
  for (let after = ''; ;) {
    const page = await proxy.send('GET', `/videos?limit=2${after && `&after=${after}`}`, 'ann')
    const list: { data: { id: string }[]; has_more: boolean } = await page.json()
    seen.push(...list.data.map(({ id }) => id))
    if (!list.has_more) break
    after = seen.at(-1) ?? ''
  }
  expect([...seen].sort()).toEqual([...made].sort())
})
