import { readdir } from 'node:fs/promises'
import { createDirectoryArchive, createS3Archive } from 'react-video-task/server'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { archiveFolder } from '../support/archiveFolder.js'
import { defer } from '../support/defer.js'
import { serveProxy } from '../support/serveProxy.js'
import { makeFilm, sendFilm, startFilmApi } from '../support/startFilmApi.js'
import { startS3 } from '../support/startS3.js'
import { startScript } from '../../support/startScript.js'

afterEach(() => void vi.useRealTimers())

const MIB = 1024 * 1024

/** A proxy with an archive in a directory, in a process that can be killed. */
async function startProcess(baseURL: string, folder: string) {
  const script = new URL('../support/archiveProcess.ts', import.meta.url)
  const { child, firstOutput, exited } = startScript(script, baseURL, folder)
  const port = await firstOutput()
  const kill = async () => {
    child.kill('SIGKILL')
    await exited()
  }
  return { url: `http://127.0.0.1:${port}`, kill }
}

/** A clock that runs on from another moment. */
function moveClock(ms: number): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ms })
}

describe('a film whose process is killed in its middle', () => {
  it('is taken up by the next process, though no one reads its task, and no half of it is seen', async () => {
    const film = makeFilm(2 * MIB)
    const isHalf = defer<undefined>()
    const api = await startFilmApi((response, count) => {
      if (count > 1) return sendFilm(response, film)
      response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': film.byteLength })
      response.write(film.subarray(0, MIB), () => isHalf.resolve(undefined))
    })
    const folder = await archiveFolder()
    const first = await startProcess(api.baseURL, folder)
    await fetch(`${first.url}/videos/task_1`)
    await isHalf.promise
    await first.kill()
    const store = createDirectoryArchive(folder)
    expect([await store.list('films'), await store.list('kept')]).toEqual([[], []])
    expect((await store.list('jobs')).length).toBe(1)

    // Its claim holds for a minute.
    const options = { baseURL: api.baseURL, authorize: () => true, archive: { store } } as const
    const early = await serveProxy(options)
    await early.send('GET', '/videos/task_9', 'ann')
    await vi.waitFor(async () => expect(await store.list('kept')).toHaveLength(1), { timeout: 10_000 })
    expect(api.state.contents).toBe(2)

    moveClock(61_000)
    const next = await serveProxy(options)
    await next.send('GET', '/videos/task_9', 'ann')
    await vi.waitFor(async () => expect(await store.list('kept')).toHaveLength(2), { timeout: 10_000 })
    api.state.isDown = true
    const response = await next.send('GET', '/videos/task_1/content', 'ann')
    expect(Buffer.from(await response.arrayBuffer()).equals(film)).toBe(true)
  })

  it('is not held for longer by a claim from a clock that was ahead', async () => {
    const api = await startFilmApi((response) => sendFilm(response, makeFilm(5_000)))
    const store = createDirectoryArchive(await archiveFolder())
    const options = { baseURL: api.baseURL, authorize: () => true, cache: false, archive: { store } } as const
    const hung = {
      ...store,
      put: ((key, body, meta) =>
        key.startsWith('films/')
          ? new Promise(() => undefined)
          : store.put(key, body, meta)) satisfies typeof store.put,
    }
    moveClock(30 * 24 * 60 * 60 * 1000)
    const ahead = await serveProxy({ ...options, archive: { store: hung } })
    await ahead.send('GET', '/videos/task_1', 'ann')
    await vi.waitFor(async () => expect(await store.list('claims')).toHaveLength(1), 10_000)
    vi.useRealTimers()
    const proxy = await serveProxy(options)
    await proxy.send('GET', '/videos/task_2', 'ann')
    await vi.waitFor(async () => expect(await store.list('kept')).toHaveLength(2), { timeout: 10_000 })
  })
})

describe('a bucket', () => {
  it('that is killed in the middle of a film gets the film when it is back', async () => {
    const film = makeFilm(12 * MIB)
    const isHalf = defer<undefined>()
    const proceed = defer<undefined>()
    const api = await startFilmApi((response, count) => {
      if (count > 1) return sendFilm(response, film)
      response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': film.byteLength })
      response.write(film.subarray(0, 11 * MIB), () => isHalf.resolve(undefined))
      void proceed.promise.then(() => response.end(film.subarray(11 * MIB)))
    })
    const s3 = await startS3()
    const store = createS3Archive(s3.client, { bucketURL: s3.bucketURL, partBytes: 5 * MIB })
    const proxy = await serveProxy({
      baseURL: api.baseURL,
      authorize: () => true,
      cache: false,
      archive: { store },
    })
    await proxy.send('GET', '/videos/task_1', 'ann')
    await isHalf.promise
    await s3.kill()
    proceed.resolve(undefined)
    await vi.waitFor(() => expect(proxy.reported.map(({ code }) => code)).toContain('archive_failed'), {
      timeout: 20_000,
    })
    await s3.restart()
    await vi.waitFor(async () => expect(await store.list('kept')).toHaveLength(1), {
      timeout: 60_000,
      interval: 200,
    })
    api.state.isDown = true
    const response = await proxy.send('GET', '/videos/task_1/content', 'ann')
    expect(response.status).toBe(200)
    expect(Buffer.from(await response.arrayBuffer()).equals(film)).toBe(true)
    const part = await proxy.send('GET', '/videos/task_1/content', 'ann', {
      headers: { range: 'bytes=6000000-6000099' },
    })
    expect(Buffer.from(await part.arrayBuffer()).equals(film.slice(6_000_000, 6_000_100))).toBe(true)
  }, 100_000)
})

describe('retention', () => {
  const MONTH = 30 * 24 * 60 * 60 * 1000

  async function startWithRetention() {
    const api = await startFilmApi((response) => sendFilm(response, makeFilm(5_000)))
    const store = createDirectoryArchive(await archiveFolder())
    // The sweeps of the process run on these.
    vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval', 'performance'], now: Date.now() })
    const proxy = await serveProxy({
      baseURL: api.baseURL,
      authorize: () => true,
      cache: false,
      archive: { store, retention: MONTH },
    })
    await proxy.send('GET', '/videos/task_1', 'ann')
    await vi.waitFor(async () => {
      expect(await store.list('kept')).toHaveLength(1)
      expect([...(await store.list('jobs')), ...(await store.list('claims'))]).toEqual([])
    }, 10_000)
    /** Lets minutes pass, one sweep each. */
    const pass = async (minutes: number) => {
      for (let minute = 0; minute < minutes; minute++) {
        vi.advanceTimersByTime(60_000)
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    }
    return { api, store, proxy, pass }
  }

  it('deletes a film when its time is over, and does not keep it again', async () => {
    const { api, store, proxy, pass } = await startWithRetention()
    await pass(15)
    expect(await store.list('films')).toHaveLength(1)
    vi.setSystemTime(Date.now() + MONTH)
    await vi.waitFor(async () => {
      await pass(15)
      expect([await store.list('films'), await store.list('ends')]).toEqual([[], []])
    }, 20_000)
    await proxy.send('GET', '/videos/task_1', 'ann')
    await pass(2)
    expect([await store.list('films'), api.state.contents]).toEqual([[], 1])
  })

  it('deletes nothing while a clock is wrong for some minutes', async () => {
    const { store, pass } = await startWithRetention()
    const now = Date.now()
    vi.setSystemTime(now + 2 * MONTH)
    await pass(5)
    vi.setSystemTime(now)
    await pass(5)
    vi.setSystemTime(now + 2 * MONTH)
    await pass(5)
    expect(await store.list('films')).toHaveLength(1)
  })
})

it('a film of 300 MB is copied in less than 64 MB of memory', async () => {
  const piece = makeFilm(MIB)
  const size = 300 * MIB
  const api = await startFilmApi((response) => {
    response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': size })
    let left = 300
    const write = () => {
      while (left > 0) {
        left -= 1
        if (!response.write(piece)) return void response.once('drain', write)
      }
      response.end()
    }
    write()
  })
  const folder = await archiveFolder()
  const store = createDirectoryArchive(folder)
  const proxy = await serveProxy({ baseURL: api.baseURL, authorize: () => true, archive: { store } })
  const before = process.memoryUsage().arrayBuffers
  let peak = 0
  const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage().arrayBuffers)), 20)
  onTestFinished(() => clearInterval(timer))
  await proxy.send('GET', '/videos/task_1', 'ann')
  await vi.waitFor(async () => expect(await store.list('kept')).toHaveLength(1), {
    timeout: 60_000,
    interval: 50,
  })
  expect(peak - before).toBeLessThan(64 * MIB)
  expect(await readdir(`${folder}/partial`)).toEqual([])
}, 100_000)
