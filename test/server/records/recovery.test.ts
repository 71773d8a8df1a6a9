import type { VideoProxyTaskRow } from 'react-video-task/server'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { get, TASK } from '../support/createTestProxy.js'
import { create, NOW, startInstances, wake } from '../support/startInstances.js'
import { settle } from '../support/startMapArchive.js'

afterEach(() => void vi.useRealTimers())

const MINUTE = 60_000
const DONE = { ...TASK, status: 'completed', progress: 100, video_url: 'https://a.test/v.mp4' }
const read = (user = 'ann') => get('/videos/task_1', { 'x-user': user })

type Instances = ReturnType<typeof startInstances>

/** Leaves the entry of a create that is never answered. */
async function leaveCreate({ rows, start }: Instances): Promise<void> {
  void start({}, () => new Promise<Response>(() => undefined)).proxy(create())
  await settle(() => rows.size > 0)
}

describe('a create that an instance finds again', () => {
  it.each([
    [240_000, 1],
    [240_001, 0],
  ])('after five minutes, with a limit of %d ms, is reported %d times', async (createTimeout, times) => {
    const instances = startInstances()
    await leaveCreate(instances)
    const proxy = instances.start({ createTimeout })
    // The instance has run for a while.
    vi.advanceTimersByTime(30 * MINUTE)
    await wake(proxy)
    expect(instances.ended).toEqual([])
    vi.advanceTimersByTime(5 * MINUTE)
    await wake(proxy)
    expect(instances.ended).toHaveLength(times)
    vi.advanceTimersByTime(5 * MINUTE)
    await wake(proxy)
    expect(instances.ended).toHaveLength(1)
    expect([...instances.rows]).toEqual([])
  })

  it('is no lost one where its task is recorded', async () => {
    const instances = startInstances()
    const { rows, store, start, ended } = instances
    const full = { ...store, delete: () => Promise.reject(new Error('disk I/O error')) }
    await start({ tasks: full }).proxy(create())
    expect(rows.size).toBe(2)
    const proxy = start({ createTimeout: MINUTE })
    await wake(proxy)
    vi.advanceTimersByTime(5 * MINUTE)
    await wake(proxy)
    expect([[...rows.keys()], ended, proxy.reported]).toEqual([['task_1'], [], []])
  })

  it('leaves the entry of no create that was answered', async () => {
    const { rows, start } = startInstances()
    await start().proxy(create())
    expect([...rows.keys()]).toEqual(['task_1'])
  })
})

it('one look finds the newest 2,000 entries', async () => {
  const { rows, store, start } = startInstances()
  for (let index = 0; index < 2_100; index++) {
    const id = `other_${index}`
    rows.set(id, { id, owner: '', createdAt: NOW - index, isPending: true, data: 'of something else' })
  }
  const seen: string[] = []
  const list: typeof store.list = async (query) => {
    const page: readonly VideoProxyTaskRow[] = await store.list(query)
    if (query.isPending) seen.push(...page.map(({ id }) => id))
    return page
  }
  await wake(start({ tasks: { ...store, list } }), () => seen.length >= 2_000)
  await settle()
  expect(seen).toEqual(Array.from({ length: 2_000 }, (_, index) => `other_${index}`))
})

describe('an end that an instance saw and did not report', () => {
  async function leaveEnd({ rows, start }: Instances): Promise<void> {
    let answer: object = TASK
    const { proxy } = start({ onEnded: () => new Promise(() => undefined) }, async () =>
      Response.json(answer),
    )
    await proxy(create())
    answer = DONE
    void proxy(read())
    await settle(() => rows.get('task_1')?.data.includes('"state":"ended"') === true)
  }

  it.each([
    [MINUTE, 0],
    [MINUTE + 1, 1],
    [-MINUTE, 0],
    [-MINUTE - 1, 1],
  ])('is reported by one whose clock is %d ms later: %d times', async (later, times) => {
    const instances = startInstances()
    await leaveEnd(instances)
    vi.setSystemTime(NOW + later)
    const other = instances.start({}, async () => Response.json(DONE))
    await wake(other, times ? () => instances.ended.length > 0 : undefined)
    expect(instances.ended).toHaveLength(times)
    await settle()
    expect(instances.rows.get('task_1')?.isPending).toBe(times === 0)
  })

  it('is reported by the instance that reads the task, and then by no other', async () => {
    const instances = startInstances()
    await leaveEnd(instances)
    for (let index = 0; index < 2; index++) {
      await instances.start({}, async () => Response.json(DONE)).proxy(read())
    }
    expect(instances.ended).toMatchObject([{ task: { id: 'task_1' }, user: { id: 'ann' } }])
  })
})

it('an end that a create answers with is reported at once', async () => {
  const { ended, rows, start } = startInstances()
  await start({}, async () => Response.json(DONE)).proxy(create())
  expect(ended).toMatchObject([{ task: { id: 'task_1', status: 'completed' }, user: { id: 'ann' } }])
  expect(rows.get('task_1')?.isPending).toBe(false)
})

describe('a task of a proxy with a store of tasks alone', () => {
  it.each([
    ['another user', 'bob', {}],
    ['its owner with another account', 'ann', { apiKey: 'sk-another-account' }],
    ['its owner at another API', 'ann', { baseURL: 'https://other.test/v1' }],
  ])('does not exist for %s', async (_, user, options) => {
    const { start } = startInstances()
    await start().proxy(create())
    const other = start(options)
    expect([(await other.proxy(read(user))).status, other.requests]).toEqual([404, []])
    const own = await start().proxy(read())
    expect([own.status, await own.json()]).toMatchObject([
      200,
      { id: 'task_1', title: 'A lake', params: { model: 'wan2.6', prompt: 'A lake' } },
    ])
  })

  it('can be read where no user is named', async () => {
    const { start } = startInstances()
    await start().proxy(create())
    const answer = await start({ authorize: () => true }).proxy(read())
    const task = await answer.json()
    expect([answer.status, task]).toMatchObject([200, { id: 'task_1' }])
    expect(task).not.toHaveProperty('title')
  })
})
