import type { VideoArchiveStore } from 'react-video-task/server'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { codesOf, sendFilm, settle, startMapArchive as startArchive } from '../support/startMapArchive.js'
import { createTestProxy, errorCode, get, TASK } from '../support/createTestProxy.js'
import { defer } from '../support/defer.js'
import { createMapArchive } from '../support/mapArchive.js'

afterEach(() => void vi.useRealTimers())

const MINUTE = 60_000
const useFakeTime = () =>
  vi.useFakeTimers({
    toFake: ['Date', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'],
    now: Date.now(),
  })

describe('attempts to keep a film', () => {
  it('follow after 1, 4, 16, 64 and 256 s, then every 10 minutes, and end with the 150th', async () => {
    useFakeTime()
    const archive = startArchive(() => new Response(null, { status: 500 }))
    await archive.proxy(get('/videos/task_1'))
    await settle(() => archive.reported.length > 0)
    for (let attempt = 1; attempt < 150; attempt++) {
      expect(codesOf(archive)).toEqual(Array.from({ length: attempt }, () => 'archive_failed'))
      const wait = Math.min(1_000 * 4 ** (attempt - 1), 10 * MINUTE)
      await vi.advanceTimersByTimeAsync(wait - 1)
      if (attempt < 9) await settle()
      expect(archive.contents).toHaveLength(attempt)
      await vi.advanceTimersByTimeAsync(1)
      await settle(() => archive.reported.length > attempt)
    }
    await settle()
    expect(codesOf(archive).slice(148)).toEqual(['archive_failed', 'archive_gave_up'])
    expect(await archive.store.list('jobs')).toEqual([])
    await vi.advanceTimersByTimeAsync(20 * MINUTE)
    await settle()
    expect(archive.contents).toHaveLength(150)
  })

  it('are made for two films at a time', async () => {
    const film = defer<Response>()
    const archive = startArchive(() => film.promise.then((response) => response.clone()))
    for (const id of ['a', 'b', 'c', 'd']) await archive.proxy(get(`/videos/${id}`))
    await expect.poll(() => archive.contents, { timeout: 10_000 }).toEqual(['a', 'b'])
    film.resolve(sendFilm())
    await expect.poll(() => archive.store.list('kept'), { timeout: 10_000 }).toHaveLength(4)
    expect(new Set(archive.contents)).toEqual(new Set(['a', 'b', 'c', 'd']))
  })

  it('are left to the instance that makes one, however long it takes', async () => {
    useFakeTime()
    const film = defer<Response>()
    const archive = startArchive(() => film.promise, undefined, { contentTimeout: 60 * MINUTE })
    await archive.proxy(get('/videos/task_1'))
    await settle(() => archive.contents.length > 0)
    await archive.start().proxy(get('/videos/task_2'))
    await settle(() => archive.contents.includes('task_2'))
    for (let passed = 0; passed < 20; passed++) {
      await vi.advanceTimersByTimeAsync(15_000)
      await settle()
    }
    expect(archive.contents.filter((id) => id === 'task_1')).toHaveLength(1)
  })

  it.each([
    ['taken up by another instance a minute after one has stopped', 61_000, 2],
    ['not taken up before', 45_000, 1],
  ])('are %s', async (_, passed, count) => {
    useFakeTime()
    const store = createMapArchive()
    const pending = new Promise<Response>(() => undefined)
    const archive = startArchive(() => pending, store, { contentTimeout: 60 * MINUTE })
    await archive.proxy(get('/videos/task_1'))
    await settle(() => archive.contents.length > 0)
    // It stops: none of its timers runs any more.
    vi.clearAllTimers()
    vi.setSystemTime(Date.now() + passed)
    await archive.start().proxy(get('/videos/task_2'))
    await settle(() => archive.contents.length > count)
    await settle()
    expect(archive.contents.filter((id) => id === 'task_1')).toHaveLength(count)
  })

  it('that another instance took over in between are not written over, nor released', async () => {
    useFakeTime()
    const store = createMapArchive()
    const film = defer<Response>()
    const archive = startArchive(() => film.promise, store, { contentTimeout: 60 * MINUTE })
    await archive.proxy(get('/videos/task_1'))
    await settle(() => archive.contents.length > 0)
    const [key = ''] = await store.list('claims')
    const taken = JSON.stringify({ token: 'another', until: Date.now() + 100_000 })
    const { body } = new Response(taken)
    if (body) await store.put(key, body, { type: 'application/json', size: undefined })
    await vi.advanceTimersByTimeAsync(16_000)
    await settle()
    film.resolve(sendFilm())
    await settle()
    const left = await store.get(key)
    expect(left && (await new Response(left).text())).toBe(taken)
    expect([await store.list('kept'), await store.list('jobs')]).toMatchObject([[], [expect.any(String)]])
  })
})

describe('the store of an archive', () => {
  const broken = (name: keyof VideoArchiveStore): VideoArchiveStore => ({
    ...createMapArchive(),
    [name]: () => Promise.reject(new Error('ECONNREFUSED')),
  })

  it('that cannot be listed is reported, and listed again each minute', async () => {
    useFakeTime()
    const archive = startArchive(sendFilm, broken('list'))
    await archive.proxy(get('/videos/task_1'))
    await settle(() => archive.reported.length > 0)
    expect(codesOf(archive)).toEqual(['archive_unavailable'])
    await vi.advanceTimersByTimeAsync(MINUTE - 1)
    await settle()
    expect(codesOf(archive)).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    await settle(() => archive.reported.length > 1)
    expect(archive.reported).toMatchObject(
      Array.from({ length: 2 }, () => ({
        error: { message: 'ECONNREFUSED' },
        context: { action: 'content', status: 200, code: 'archive_unavailable' },
      })),
    )
  })

  it.each([
    [404, 'task_not_exist'],
    [400, 'task_not_exist'],
    [410, 'gone'],
  ])('that is down lets no %d %s of the API say that a kept film is no more', async (status, code) => {
    const store = createMapArchive()
    const state = { isGone: false, isDown: false }
    const gone = () =>
      Response.json({ error: { message: 'No such task.', type: 'gone', param: null, code } }, { status })
    const changed: VideoArchiveStore = {
      ...store,
      get: (key, range) => (state.isDown ? Promise.reject(new Error('SlowDown')) : store.get(key, range)),
    }
    const upstream = ({ url }: { url: string }) => {
      if (state.isGone) return gone()
      return url.endsWith('/content') ? sendFilm() : Response.json({ ...TASK, status: 'completed' })
    }
    const start = () => createTestProxy(upstream, { cache: false, archive: { store: changed } })
    await start().proxy(get('/videos/task_1'))
    await expect.poll(() => store.list('kept'), { timeout: 10_000 }).toHaveLength(1)
    Object.assign(state, { isGone: true, isDown: true })

    // Another process, which remembers nothing of the film.
    const { proxy } = start()
    for (const path of ['/videos/task_1', '/videos/task_1/content']) {
      const answer = await proxy(get(path))
      expect([path, answer.status, await errorCode(answer)]).toEqual([path, 503, 'archive_unavailable'])
    }
    state.isDown = false
    for (const path of ['/videos/task_1', '/videos/task_1/content']) {
      expect([path, (await proxy(get(path))).status]).toEqual([path, 200])
    }
    const unknown = await proxy(get('/videos/task_2'))
    expect([unknown.status, await errorCode(unknown)]).toEqual([status, code])
  })

  it('that does not answer within 5 s delays an answer for no longer', async () => {
    useFakeTime()
    const asked: string[] = []
    const neverGet = (key: string) => {
      asked.push(key)
      return new Promise<undefined>(() => undefined)
    }
    const silent = { ...createMapArchive(), get: neverGet }
    const archive = startArchive(sendFilm, silent)
    let isAnswered = false
    const answer = archive.proxy(get('/videos/task_1/content')).then((response) => {
      isAnswered = true
      return response
    })
    await settle(() => asked.length > 0)
    await vi.advanceTimersByTimeAsync(4_999)
    await settle()
    expect(isAnswered).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect((await answer).status).toBe(200)
    expect(archive.reported[0]).toMatchObject({
      error: { message: "The archive's store did not answer within 5 s." },
      context: { code: 'archive_unavailable' },
    })
  })
})
