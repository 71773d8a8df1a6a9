import { afterEach, describe, expect, it, vi } from 'vitest'
import { createTestProxy, get, post, SECRET, TASK, userOf } from '../support/createTestProxy.js'

afterEach(() => void vi.useRealTimers())

const ANN = { 'x-user': 'ann' }

/** A proxy with signed ids, whose API answers a retrieve with this task; the public id of its task, and what is shown. */
async function show(task: object, status = 200) {
  const { proxy } = createTestProxy(
    ({ method }) =>
      method === 'POST' ? Response.json(TASK) : Response.json({ ...TASK, ...task }, { status }),
    { secret: SECRET, authorize: userOf, cache: false },
  )
  const { id } = await (await proxy(post(ANN))).json()
  const answer = await proxy(get(`/videos/${id}`, ANN))
  return { id: String(id), answer, shown: await answer.json() }
}

describe('the public id', () => {
  it.each(['id', 'task_id', 'taskId', 'video_id', 'videoId', 'request_id', 'requestId'])(
    'stands in place of the API’s in %s, on the task and in an envelope',
    async (name) => {
      const { id, shown } = await show({ [name]: 'task_1', result: { [name]: 'task_1' } })
      expect(shown).toMatchObject({ id, [name]: id, result: { [name]: id } })
    },
  )

  it.each(['data', 'task', 'result', 'response', 'output'])(
    'stands in the envelope %s, and in lists there',
    async (name) => {
      const { id, shown } = await show({
        [name]: [{ task_id: 'task_1' }, { task_id: 'other', output: { id: 'task_1' } }],
      })
      expect(shown).toMatchObject({ [name]: [{ task_id: id }, { task_id: 'other', output: { id } }] })
    },
  )

  it.each(['polling_url', 'status_url', 'response_url', 'cancel_url'])(
    'stands in the path of %s',
    async (name) => {
      const { id, shown } = await show({
        [name]: 'https://api.test/task_1/videos/task_1/status?id=task_1#task_1',
        result: { [name]: '/task_1' },
        output: { [name]: ['/videos/task_1', 7, '/other'] },
      })
      expect(shown[name]).toBe(`https://api.test/task_1/videos/${id}/status?id=task_1#task_1`)
      expect([shown.result[name], shown.output[name]]).toEqual([`/${id}`, [`/videos/${id}`, 7, '/other']])
    },
  )

  it.each(['unsigned_urls', 'content_url', 'content_urls'])(
    'stands in a content route in %s alone',
    async (name) => {
      const { id, shown } = await show({
        [name]: [
          'https://api.test/v1/videos/task_1/content?a=1',
          'https://bucket.test/task_1.mp4',
          'https://bucket.test/task_1/v',
        ],
      })
      expect(shown[name]).toEqual([
        `https://api.test/v1/videos/${id}/content?a=1`,
        ...['https://bucket.test/task_1.mp4', 'https://bucket.test/task_1/v'],
      ])
    },
  )

  it('does not stand where a value only looks like the id, nor deeper than five objects', async () => {
    const deep = { output: { output: { output: { output: { output: { id: 'task_1' } } } } } }
    const { id, shown } = await show({ seed: 'task_1', note: { id: 'task_1' }, ...deep })
    expect(shown).toMatchObject({ id, seed: 'task_1', note: { id: 'task_1' }, ...deep })
    const { id: other, shown: less } = await show({
      output: { output: { output: { output: { id: 'task_1' } } } },
    })
    expect(less).toMatchObject({ output: { output: { output: { output: { id: other } } } } })
  })

  it('of the source of a remix is known from the remix alone', async () => {
    expect((await show({ remixed_from_video_id: 'task_0' })).shown).not.toHaveProperty(
      'remixed_from_video_id',
    )
    expect((await show({ remixed_from_video_id: null })).shown).toHaveProperty('remixed_from_video_id', null)
    const { proxy } = createTestProxy(() => Response.json({ ...TASK, remixed_from_video_id: 'task_0' }))
    expect(await (await proxy(get('/videos/task_1'))).json()).toMatchObject({
      remixed_from_video_id: 'task_0',
    })
  })

  it('is of another task than that of which a remix is made', async () => {
    const { proxy, reported } = createTestProxy(undefined, {
      secret: SECRET,
      authorize: userOf,
      routes: ['remix'],
    })
    const { id } = await (await proxy(post(ANN))).json()
    const answer = await proxy(
      new Request(`https://app.test/videos/${id}/remix`, {
        ...{ method: 'POST', body: '{"prompt":"A fox"}' },
        headers: { ...ANN, 'content-type': 'application/json' },
      }),
    )
    expect([answer.status, await answer.json()]).toMatchObject([
      502,
      { error: { code: 'upstream_duplicate_id' } },
    ])
    expect(reported).toHaveLength(1)
  })
})

describe('an error that came with a 2xx', () => {
  it.each<[object, number]>([
    [{ code: 'rate_limit_exceeded' }, 429],
    [{ code: 'task_not_exist' }, 404],
    [{ code: 'content_policy_violation' }, 400],
    [{ code: 'invalid_request' }, 400],
    [{ code: 'model_not_found' }, 400],
    [{ code: 'whatever' }, 503],
    [{ code: 400 }, 400],
    [{ code: 503 }, 503],
  ])('%j has the status %d', async (fields, status) => {
    const body = { ...fields, message: 'No' }
    const { proxy } = createTestProxy(() => Response.json(body))
    const answer = await proxy(get('/videos/t1'))
    expect([answer.status, await answer.json()]).toMatchObject([status, { error: { message: 'No' } }])
  })
})

describe('an answer that is shared', () => {
  const poll = async (task: object, wait: number, status = 200) => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const { proxy, requests } = createTestProxy(() => Response.json({ ...TASK, ...task }, { status }))
    await (await proxy(get('/videos/task_1'))).text()
    vi.setSystemTime(Date.now() + wait)
    await (await proxy(get('/videos/task_1'))).text()
    return requests.length
  }

  it.each<[string, object, number, number]>([
    ['queued', {}, 2_000, 200],
    ['in_progress', { status: 'in_progress' }, 2_000, 200],
    ['failed', { status: 'failed' }, 30_000, 200],
    ['error', { status: 'error' }, 30_000, 200],
    ['completed with a URL', { status: 'completed', video_url: 'https://a.test/v.mp4' }, 30_000, 200],
    ['completed without one', { status: 'completed' }, 2_000, 200],
    ['an error', { error: { message: 'No' } }, 1_000, 500],
    ['a redirect', { error: { message: 'No' } }, 1_000, 404],
  ])('of a task that is %s is kept for its time', async (_, task, time, status) => {
    expect([await poll(task, time - 1, status), await poll(task, time, status)]).toEqual([1, 2])
  })

  it('is kept for 1,000 tasks, and of up to 64 KiB', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const { proxy, requests } = createTestProxy(({ url }) =>
      Response.json({ ...TASK, id: url.split('/').at(-1) }),
    )
    const read = async (id: number) => (await proxy(get(`/videos/task_${id}`))).text()
    for (let id = 1; id <= 1_000; id++) await read(id)
    await read(1)
    expect(requests).toHaveLength(1_000)
    await read(1_001)
    await read(1)
    await read(2)
    expect(requests.length).toBeGreaterThan(1_001)
    const large = createTestProxy(() => Response.json({ ...TASK, note: 'x'.repeat(70_000) }))
    for (const path of ['/videos/task_1', '/videos/task_1']) await (await large.proxy(get(path))).text()
    expect(large.requests).toHaveLength(2)
  })
})
