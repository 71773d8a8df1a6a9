import { afterEach, describe, expect, it, vi } from 'vitest'
import { get } from '../support/createTestProxy.js'
import { createMapArchive } from '../support/mapArchive.js'
import { sendFilm, settle, startMapArchive } from '../support/startMapArchive.js'

afterEach(() => void vi.useRealTimers())

const MINUTE = 60_000
const NOW = Date.UTC(2026, 0, 1)

/** An archive with one kept film, whose clock the test sets. */
async function startRetention(retention: number) {
  vi.useFakeTimers({
    toFake: ['Date', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'],
    now: NOW,
  })
  const store = createMapArchive()
  const archive = startMapArchive(() => sendFilm(), store, { archive: { store, retention } })
  await archive.proxy(get('/videos/task_1'))
  let left: readonly string[] = ['jobs']
  while (left.length > 0) {
    await settle()
    left = [...(await archive.store.list('jobs')), ...(await archive.store.list('claims'))]
  }
  const filesOf = async (...folders: string[]) =>
    (await Promise.all(folders.map(archive.store.list))).map((keys) => keys.length)
  /** Lets time pass, with what runs each minute. */
  const pass = async (minutes: number) => {
    for (let minute = 0; minute < minutes; minute++) {
      await vi.advanceTimersByTimeAsync(MINUTE)
      await settle()
    }
  }
  return { ...archive, filesOf, pass }
}

describe('a film with a retention', () => {
  it('is deleted ten minutes after its time is over, to the minute', async () => {
    const { filesOf, pass, store } = await startRetention(60 * MINUTE)
    expect(await store.list('ends')).toEqual([
      expect.stringMatching(new RegExp(`^ends/00${NOW + 60 * MINUTE}-[0-9a-f]{64}$`)),
    ])
    await pass(69)
    expect(await filesOf('films', 'kept', 'ends')).toEqual([1, 1, 1])
    await pass(1)
    // That it was kept is remembered.
    expect(await filesOf('films', 'kept', 'ends')).toEqual([0, 1, 0])
  })

  it('has an end that sorts behind every other one where it is kept for good', async () => {
    const { store } = await startRetention(Number.MAX_SAFE_INTEGER)
    expect(await store.list('ends')).toEqual([expect.stringMatching(/^ends\/9{15}-/)])
  })
})
