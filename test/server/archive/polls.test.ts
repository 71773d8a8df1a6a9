import type { VideoArchiveStore } from 'react-video-task/server'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createTestProxy, get, TASK } from '../support/createTestProxy.js'
import { createMapArchive } from '../support/mapArchive.js'
import { DONE, sendFilm, settle, startMapArchive } from '../support/startMapArchive.js'

afterEach(() => void vi.useRealTimers())

/** An archive in a map, and the keys of the films and jobs that were written into it. */
function createWatchedArchive() {
  const writes: string[] = []
  const store = createMapArchive()
  const put: VideoArchiveStore['put'] = (key, ...others) => {
    writes.push(key)
    return store.put(key, ...others)
  }
  const written = (folder: string) => writes.filter((key) => key.startsWith(`${folder}/`))
  return { written, store: { ...store, put } }
}

const untilKept = async (store: VideoArchiveStore) => {
  await expect.poll(() => store.list('kept'), { interval: 2, timeout: 10_000 }).toHaveLength(1)
  await expect.poll(() => store.list('jobs'), { interval: 2, timeout: 10_000 }).toEqual([])
}

describe('a poll of a task', () => {
  it('stores one job for its film, however many follow while it is copied', async () => {
    const { store, written } = createWatchedArchive()
    const { contents, proxy } = startMapArchive(() => new Promise(() => undefined), store)
    for (let poll = 0; poll < 3; poll++) {
      await proxy(get('/videos/task_1'))
      await settle(() => contents.length > 0)
    }
    expect([written('jobs').length, contents]).toEqual([1, ['task_1']])
  })

  it('that goes on keeps nothing, though steps of it are completed', async () => {
    const { store, written } = createWatchedArchive()
    const task = { status: 'in_progress', progress: 50, steps: [{ status: 'completed' }] }
    const { contents, proxy } = startMapArchive(sendFilm, store, {}, task)
    expect(await (await proxy(get('/videos/task_1'))).text()).toContain('"status":"completed"')
    await settle()
    expect([written('jobs'), contents]).toEqual([[], []])
  })

  it('gets no film that `keep` refuses', async () => {
    const store = createMapArchive()
    const { contents, proxy } = startMapArchive(sendFilm, store, { archive: { store, keep: () => false } })
    await proxy(get('/videos/task_1'))
    await expect.poll(() => store.list('jobs'), { interval: 2, timeout: 10_000 }).toEqual([])
    expect(contents).toEqual([])
  })

  it('tells the app of its end where the film is kept too', async () => {
    const onEnded = vi.fn()
    const { proxy } = startMapArchive(sendFilm, undefined, { onEnded })
    await proxy(get('/videos/task_1'))
    expect(onEnded).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ task: expect.objectContaining({ id: 'task_1', status: 'completed' }) }),
    )
  })

  it.each([400, 404, 500])('shows the kept one where the API answers %d', async (status) => {
    const { store, proxy } = startMapArchive(sendFilm)
    await proxy(get('/videos/task_1'))
    await untilKept(store)
    const other = createTestProxy(() => Response.json({ error: { message: 'Gone' } }, { status }), {
      archive: { store },
      cache: false,
    })
    const answer = await other.proxy(get('/videos/task_1'))
    expect([answer.status, await answer.json()]).toMatchObject([200, { id: 'task_1', status: 'completed' }])
  })
})

describe('what other instances have left', () => {
  it.each([
    ['the poll of a task that goes on', '/videos/task_2'],
    ['the play of a film', '/videos/task_2/content'],
  ])('is taken up with %s', async (_, path) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
    const failed = startMapArchive(() => new Response(null, { status: 500 }))
    await failed.proxy(get('/videos/task_1'))
    await settle(() => failed.reported.length > 0)
    const { store } = failed
    const next = createTestProxy(
      ({ url }) =>
        url.endsWith('/content') ? sendFilm() : Response.json(url.endsWith('/task_1') ? DONE : TASK),
      { archive: { store }, cache: false },
    )
    await next.proxy(get(path))
    await settle(() => next.requests.some(({ url }) => url.endsWith('/task_1/content')))
    await untilKept(store)
  })

  it('is looked for once a minute, however many requests there are', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const lists: string[] = []
    const whole = createMapArchive()
    const list = (folder: string) => {
      lists.push(folder)
      return whole.list(folder)
    }
    const { proxy } = startMapArchive(sendFilm, { ...whole, list })
    for (const id of ['a', 'b', 'c']) await proxy(get(`/videos/${id}`))
    await settle()
    // Without a retention there is nothing to delete, and no folder of ends.
    expect(lists).toEqual(['jobs'])
    await vi.advanceTimersByTimeAsync(60_000)
    await settle()
    expect(lists).toEqual(['jobs', 'jobs'])
  })

  it('is not kept where its task was deleted', async () => {
    const { store, written } = createWatchedArchive()
    const { contents, proxy, start } = startMapArchive(sendFilm, store, { routes: ['delete'] })
    await proxy(get('/videos/task_1'))
    await untilKept(store)
    expect((await proxy(get('/videos/task_1', {}, 'DELETE'))).status).toBe(200)
    await start().proxy(get('/videos/task_1'))
    await settle()
    expect([written('jobs').length, contents]).toEqual([1, ['task_1']])
  })
})

describe('the files of a kept film', () => {
  it('have names by which later versions find them, and none for an end without a retention', async () => {
    const { store, written } = createWatchedArchive()
    const { proxy } = startMapArchive(sendFilm, store)
    await proxy(get('/videos/task_1'))
    await untilKept(store)
    // Of the key, the URL of the API and the id of the task. Another name would lose every film that is kept already.
    const name = '96b9da332908df7d0591b3392a7ae6207e85b3c42d76d5a2de57a8d72f0f92ec'
    expect([await store.list('films'), await store.list('kept')]).toEqual([
      [`films/${name}`],
      [`kept/${name}`],
    ])
    expect(written('ends')).toEqual([])
  })
})
