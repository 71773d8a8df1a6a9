import type { VideoProxyOptions } from 'react-video-task/server'
import { describe, expect, it, vi } from 'vitest'
import { createTestProxy, get, postJson, TASK, userOf } from '../support/createTestProxy.js'
import { makeJpeg } from '../support/makeJpeg.js'
import { sendFilm, startMapArchive } from '../support/startMapArchive.js'
import { openFileStore } from '../support/taskStores.js'

const ANN = { 'x-user': 'ann' }

/** An API with tasks, and a proxy whose users list and delete them. */
function start(options: Partial<VideoProxyOptions> = {}, page: (ids: string[]) => object = () => ({})) {
  const ids: string[] = []
  const made = createTestProxy(
    ({ method, url }) => {
      const path = new URL(url).pathname
      if (method === 'POST') {
        ids.unshift(`task_${ids.length + 1}`)
        return Response.json({ ...TASK, id: ids[0] })
      }
      if (method === 'DELETE') return Response.json({ id: path.split('/').at(-1), deleted: true })
      if (!path.endsWith('/videos')) return Response.json({ ...TASK, id: path.split('/').at(-1) })
      return Response.json({ object: 'list', data: ids.map((id) => ({ ...TASK, id })), ...page(ids) })
    },
    { routes: ['list', 'delete'], authorize: userOf, ...options },
  )
  const create = async () => {
    const { id } = await (await made.proxy(postJson({ model: 'sora-2', prompt: 'A lake' }, ANN))).json()
    return String(id)
  }
  const list = async (query = '') => (await made.proxy(get(`/videos${query}`, ANN))).json()
  return { ...made, create, list }
}

describe.each<[string, () => Partial<VideoProxyOptions>]>([
  ['of the API', () => ({})],
  ['of a store', () => ({ tasks: openFileStore() })],
])('a list %s', (_, options) => {
  it('has 20 tasks by default, and up to 100', async () => {
    const { create, list } = start(options())
    for (let count = 0; count < 21; count++) await create()
    const { data, has_more, first_id, last_id } = await list()
    expect([data.length, has_more, first_id, last_id]).toEqual([20, true, 'task_21', 'task_2'])
    expect((await list('?limit=100')).data).toHaveLength(21)
    expect(await list('?limit=21')).toMatchObject({ has_more: false, last_id: 'task_1' })
  })

  it.each([
    ['limit=0', 'limit', "The parameter 'limit' must be a whole number from 1 to 100."],
    ['limit=101', 'limit', "The parameter 'limit' must be a whole number from 1 to 100."],
    ['order=up', 'order', "The parameter 'order' must be asc or desc."],
  ])('names the parameter of ?%s', async (query, param, message) => {
    const { list } = start(options())
    expect(await list(`?${query}`)).toMatchObject({ error: { param, message, code: 'invalid_param' } })
  })
})

describe('a list of the API', () => {
  it('goes on after the id that a page names, and ends where none is new', async () => {
    const { create, list, requests } = start({}, (ids) => ({
      has_more: true,
      last_id: `after_${ids.length}`,
    }))
    await create()
    requests.length = 0
    await list('?limit=5')
    expect(requests.map(({ url }) => new URL(url).searchParams.get('after'))).toEqual([null, 'after_1'])
  })

  it('goes on after the last task of a page that names none, and ends where it says so', async () => {
    const { create, list, requests } = start({}, () => ({ has_more: true }))
    await create()
    requests.length = 0
    await list()
    expect(requests.map(({ url }) => new URL(url).searchParams.get('after'))).toEqual([null, 'task_1'])
    const last = start({}, () => ({ has_more: false, last_id: 'x' }))
    await last.create()
    last.requests.length = 0
    await last.list()
    expect(last.requests).toHaveLength(1)
  })
})

describe('a list of a store', () => {
  it('has the time of the create in seconds, and the parameter of a wrong cursor', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 1_779_938_152_999 })
    const { create, list } = start({ tasks: openFileStore() })
    await create()
    vi.useRealTimers()
    expect((await list()).data).toMatchObject([{ id: 'task_1', status: 'queued', created_at: TASK_TIME }])
    expect(await list('?after=task_9')).toMatchObject({ error: { code: 'invalid_cursor', param: 'after' } })
  })

  it('leaves out the tasks of another API', async () => {
    const tasks = openFileStore()
    const one = start({ tasks })
    await one.create()
    const other = start({ tasks, baseURL: 'https://other.test/v1' })
    expect((await other.list()).data).toEqual([])
    expect((await one.list()).data).toHaveLength(1)
  })
})

const TASK_TIME = 1_779_938_152

describe('a still', () => {
  /** A film of Ann's that is kept, without a picture. */
  async function startKept(authorize: VideoProxyOptions['authorize'] = userOf) {
    const archive = startMapArchive(() => sendFilm(), undefined, { authorize })
    await archive.proxy(postJson({ model: 'sora-2', prompt: 'A lake' }, ANN))
    await (await archive.proxy(get('/videos/task_1', ANN))).text()
    await expect.poll(() => archive.store.list('kept'), { interval: 5, timeout: 10_000 }).toHaveLength(1)
    return (body: Uint8Array<ArrayBuffer>, headers: HeadersInit = {}) =>
      archive.proxy(
        new Request('https://app.test/videos/task_1/content?variant=thumbnail', {
          ...{ method: 'PUT', body, headers: { ...ANN, ...headers } },
        }),
      )
  }

  it.each<[string, Uint8Array<ArrayBuffer>, number]>([
    ['1024 x 1024 pixels', makeJpeg(1024, 1024), 201],
    ['a pixel column more', makeJpeg(1025, 1024), 415],
    ['extended coding', makeJpeg(480, 270, 100, 0xc1), 201],
    ['progressive coding', makeJpeg(480, 270, 100, 0xc2), 201],
    ['lossless coding', makeJpeg(480, 270, 100, 0xc3), 415],
    ['256 KiB', makeJpeg(480, 270, 256 * 1024 - makeJpeg(480, 270, 0).length), 201],
    ['256 KiB and a byte', makeJpeg(480, 270, 256 * 1024 + 1 - makeJpeg(480, 270, 0).length), 413],
    ['a scan before its frame', Uint8Array.of(0xff, 0xd8, 0xff, 0xda, 0, 2, ...makeJpeg().subarray(2)), 415],
    [
      'an empty segment before its frame',
      Uint8Array.of(0xff, 0xd8, 0xff, 0xe1, 0, 2, ...makeJpeg().subarray(2)),
      201,
    ],
    ['a marker that is none', Uint8Array.of(0xff, 0xd8, 0xfe, 0xe1, 0, 2, ...makeJpeg().subarray(2)), 415],
  ])('with %s is answered as it is', async (_, picture, status) => {
    const put = await startKept()
    const answer = await put(picture)
    const body = await answer.json()
    expect(answer.status).toBe(status)
    if (status === 201) expect(body).toEqual({ id: 'task_1', object: 'video.still' })
  })

  it('is answered by the app where it wants to', async () => {
    const put = await startKept((call) =>
      call.action === 'still' ? new Response('Sign in', { status: 401 }) : userOf(call),
    )
    const answer = await put(makeJpeg())
    expect([answer.status, await answer.text()]).toEqual([401, 'Sign in'])
  })

  it('whose body breaks off is no still that is too large', async () => {
    const archive = startMapArchive(() => sendFilm(), undefined, { authorize: userOf })
    await archive.proxy(postJson({ model: 'sora-2', prompt: 'A lake' }, ANN))
    await (await archive.proxy(get('/videos/task_1', ANN))).text()
    await expect.poll(() => archive.store.list('kept'), { interval: 5, timeout: 10_000 }).toHaveLength(1)
    const body = new ReadableStream({ pull: (controller) => controller.error(new Error('ECONNRESET')) })
    const init = { method: 'PUT', body, duplex: 'half', headers: ANN }
    const answer = await archive.proxy(
      new Request('https://app.test/videos/task_1/content?variant=thumbnail', init),
    )
    expect([answer.status, await answer.json()]).toMatchObject([400, { error: { code: 'invalid_request' } }])
  })
})
