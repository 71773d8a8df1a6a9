import type { VideoProxyOptions, VideoProxyStore } from 'react-video-task/server'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createTestProxy, get, TASK, userOf } from '../support/createTestProxy.js'
import { defer } from '../support/defer.js'
import { create, NOW, startInstances, wake } from '../support/startInstances.js'

afterEach(() => void vi.useRealTimers())

const DAY = 24 * 60 * 60 * 1000

describe('a create whose process stopped before the API answered', () => {
  /** Leaves one, and returns its row. */
  async function leave({ rows, start }: ReturnType<typeof startInstances>) {
    const asked = defer<undefined>()
    const stopped = start({}, () => {
      asked.resolve(undefined)
      return new Promise<Response>(() => undefined)
    })
    void stopped.proxy(create())
    await asked.promise
    const [row] = rows.values()
    if (!row) throw new Error('No row')
    return row
  }

  it('counts as such when it is a week old, and is reported with what to do', async () => {
    const instances = startInstances()
    // In no list of its user.
    expect(await leave(instances)).toMatchObject({ owner: '', isPending: true })
    vi.setSystemTime(NOW + 7 * DAY - 1)
    const early = instances.start()
    await wake(early)
    expect([early.reported, instances.ended]).toEqual([[], []])
    vi.setSystemTime(NOW + 7 * DAY)
    const late = instances.start()
    await wake(late, () => instances.rows.size === 0)
    expect(late.reported).toMatchObject([
      {
        error: {
          message:
            'A create of the user "ann" was sent at 2026-01-01T00:00:00.000Z by a process that stopped before the API ' +
            "answered. The video may have been made, and is then billed: look for it in the API's account.",
        },
        context: { action: 'create', status: 200, code: 'create_interrupted' },
      },
    ])
    expect(instances.ended).toMatchObject([
      {
        user: { id: 'ann' },
        createdAt: NOW,
        failure: {
          ...{ status: 504, code: 'create_interrupted', outcome: 'unknown' },
          create: { params: { model: 'wan2.6', prompt: 'A lake' }, files: [], action: 'create' },
        },
      },
    ])
    expect(instances.rows.size).toBe(0)
  })

  it('is one of several hundred, each of which is found', async () => {
    const instances = startInstances()
    const row = await leave(instances)
    for (let index = 0; index < 250; index++) {
      const id = `${row.id}-${index}`
      instances.rows.set(id, { ...row, id, data: row.data.replaceAll(row.id, id) })
    }
    vi.setSystemTime(NOW + 7 * DAY)
    await wake(instances.start(), () => instances.ended.length > 250)
    expect(new Set(instances.ended.map(({ createId }) => createId)).size).toBe(251)
  })

  it('is looked for at most every five minutes', async () => {
    const { lists, start } = startInstances()
    const proxy = start()
    const pending = async (ms: number) => {
      vi.advanceTimersByTime(ms)
      lists.length = 0
      await wake(proxy)
      return lists.filter(({ isPending }) => isPending).length
    }
    expect([await pending(0), await pending(299_999), await pending(1), await pending(0)]).toEqual([
      1, 0, 1, 0,
    ])
  })
})

describe('the failure of a create', () => {
  it.each([
    [400, 'refused'],
    [402, 'refused'],
    [404, 'refused'],
    [408, 'unknown'],
    [409, 'unknown'],
    [422, 'refused'],
    [429, 'refused'],
    [499, 'unknown'],
    [500, 'unknown'],
    [503, 'unknown'],
  ])('with the status %d is %s', async (status, outcome) => {
    const { ended, start } = startInstances()
    const { proxy } = start({}, async () =>
      Response.json({ error: { message: 'No', code: 'c' } }, { status }),
    )
    await proxy(create())
    expect(ended).toMatchObject([{ failure: { outcome } }])
  })
})

describe('the record of a create', () => {
  const recordOf = async (params: object, onCreated?: VideoProxyOptions['onCreated']) => {
    const { start } = startInstances()
    const { proxy } = start({ onCreated }, async () => Response.json(TASK))
    expect((await proxy(create('ann', params))).status).toBe(200)
    const { data } = await (await proxy(get('/videos', { 'x-user': 'ann' }))).json()
    return data[0]
  }

  it.each([
    ['A lake\n  at dawn', 'A lake'],
    ['\n A lake \r\n at dawn', 'A lake'],
    ['x'.repeat(80), 'x'.repeat(80)],
    ['x'.repeat(81), `${'x'.repeat(79)}…`],
    ['🎬'.repeat(80), '🎬'.repeat(80)],
    ['🎬'.repeat(81), `${'🎬'.repeat(79)}…`],
  ])('takes its title from the prompt: %j', async (prompt, title) => {
    expect((await recordOf({ prompt })).title).toBe(title)
  })

  it.each([500, 501])('takes a title of %d characters from the app, up to 500', async (length) => {
    expect((await recordOf({}, () => ({ title: 'x'.repeat(length) }))).title).toHaveLength(500)
  })

  it('keeps no bytes of pictures, wherever they are', async () => {
    const picture = `data:image/png;base64,${'A'.repeat(400)}`
    const file = { name: '', type: 'image/png', size: 300 }
    const params = {
      image: picture,
      // Its last byte is not whole.
      list: [`${picture}A`, 'text', 7],
      deep: { one: { two: picture, no: null } },
      data: 'data',
    }
    expect((await recordOf(params)).params).toMatchObject({
      image: file,
      list: [file, 'text', 7],
      deep: { one: { two: file, no: null } },
      data: 'data',
    })
  })

  it('names the source of a remix, and no other', async () => {
    const { start } = startInstances()
    const ids = ['task_1', 'task_2']
    const upstream = async () => Response.json({ ...TASK, id: ids.shift() })
    const { proxy } = start({ routes: ['remix'] }, upstream)
    await proxy(create())
    const { body, headers } = create('ann', { model: undefined, prompt: 'At night' })
    const init = { method: 'POST', body, headers, duplex: 'half' }
    expect((await proxy(new Request('https://app.test/videos/task_1/remix', init))).status).toBe(200)
    const { data } = await (await proxy(get('/videos', { 'x-user': 'ann' }))).json()
    expect(data).toMatchObject([{ id: 'task_2', remixed_from_video_id: 'task_1' }, { id: 'task_1' }])
    expect(data[1]).not.toHaveProperty('remixed_from_video_id')
  })

  it('keeps integers of a task beyond 2^53 as text', async () => {
    const { rows, start } = startInstances()
    const body = '{"id":"task_1","object":"video","status":"queued","progress":0,"seed":12345678901234567890}'
    await start({}, async () => new Response(body)).proxy(create())
    expect([...rows.values()].map(({ data }) => data).join()).toContain('"seed":"12345678901234567890"')
  })
})

it('an end that is marked in a store of owners is for 30 days', async () => {
  const entries: [string, unknown, number][] = []
  const store: VideoProxyStore = {
    get: (key) => entries.findLast(([known]) => known === key)?.[1],
    set: (key, value, ttl) => void entries.push([key, value, ttl]),
  }
  const task = { ...TASK, status: 'completed', progress: 100, video_url: 'https://a.test/v.mp4' }
  const { proxy } = createTestProxy(() => Response.json(task), {
    ...{ owners: store, authorize: userOf, cache: false, onEnded: () => undefined },
  })
  await proxy(create())
  await proxy(get('/videos/task_1', { 'x-user': 'ann' }))
  expect(entries.filter(([key]) => key.startsWith('video-ended:'))).toEqual([
    [expect.stringMatching(/^video-ended:[\w-]{22}:task_1$/), 'ended', 30 * DAY],
  ])
})
