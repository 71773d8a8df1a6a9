import { focusManager } from '@tanstack/react-query'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { VideoTask } from 'react-video-task'
// Private: jsdom plays no video, so the test says what the element does.
import { createPlaybackRecovery } from '../../src/hooks/source/playbackRecovery.js'

const now = 1_800_000_000_000
beforeEach(() => void vi.useFakeTimers({ now }))
afterEach(() => void vi.useRealTimers())

const DAY_MS = 24 * 60 * 60 * 1_000
const urlOf = (name: string, left: number) => `https://cdn.test/${name}.mp4?Expires=${(now + left) / 1_000}`

interface PlaybackOptions {
  /** How long the URL works, in ms. */
  left?: number
  loadedAt?: number
  /** When a poll brought the first URL, in ms since the epoch. */
  polledAt?: number
  hasMedia?: boolean
}

/** A player of a completed task, and the element that it has. */
function play({ left = 600_000, loadedAt, polledAt = now - 600_000, hasMedia = true }: PlaybackOptions = {}) {
  let task: VideoTask = { id: 'a', object: 'video', status: 'completed', progress: 100 }
  const setUrl = (video_url: string) => {
    if (task.status === 'completed') task = { ...task, video_url }
  }
  setUrl(urlOf('1', left))
  let next = urlOf('2', left)
  const media = {
    ...{ currentTime: 0, playbackRate: 1, paused: true, ended: false, videoWidth: 640 },
    error: undefined as { code: number } | undefined,
    play: vi.fn(() => Promise.reject(new Error('A click is needed.'))),
    pause: vi.fn(),
  }
  const refetch = vi.fn(async () => {
    polledAt = Date.now()
    setUrl(next)
  })
  const expire = vi.fn()
  const urlsOf = () => (task.status === 'completed' && task.video_url ? [task.video_url] : [])
  const recovery = createPlaybackRecovery({
    ...{
      readTask: () => task,
      polledAt: () => polledAt,
      refetch,
      expire,
      urlsOf,
      onChange: () => undefined,
      loadedAt,
    },
    before: { src: undefined, phase: 'waiting' },
    readMedia: () => (hasMedia ? (media as unknown as HTMLVideoElement) : null),
  })
  onTestFinished(recovery.stop)
  const show = () => recovery.sync(undefined, recovery.current().src)
  const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)
  return {
    ...{ recovery, media, refetch, expire, show, pass },
    answerWith: (url: string) => (next = url),
    /** The URL that is played, by its name. */
    src: () => /(\w+)\.mp4/.exec(recovery.current().src ?? '')?.[1],
    start: async () => {
      show()
      await pass(0)
      show()
    },
    /** Shows the URL, whose metadata arrive. */
    load: () => {
      show()
      recovery.handle('loadedmetadata')
    },
  }
}

describe('a URL that expires', () => {
  it.each([
    ['one minute before, of ten', 600_000, 540_000],
    ['with a quarter of its time left, of two minutes', 120_000, 90_000],
    ['at once, where it has expired', 0, 0],
  ])('is replaced %s', async (_, left, delay) => {
    const { start, pass, refetch, src, answerWith } = play({ left })
    answerWith(urlOf('2', 10 * DAY_MS))
    await start()
    if (delay > 0) {
      await pass(delay - 1)
      expect(refetch).not.toHaveBeenCalled()
    }
    await pass(1)
    expect(refetch).toHaveBeenCalledTimes(1)
    expect(src()).toBe('2')
  })

  it.each([
    ['left alone', 30 * DAY_MS, 0],
    // The longest delay of a browser's timer, after which it would fire at once.
    ['left alone', 2 ** 31 + 60_000, 0],
    ['replaced in time', 2 ** 31 - 1 + 60_000, 1],
  ])('is %s where that is %i ms away', async (_, left, timers) => {
    // A URL names whole seconds.
    const expiry = Math.ceil((now + left) / 1_000) * 1_000
    vi.setSystemTime(expiry - left)
    const { start, refetch } = play({ left: expiry - now })
    await start()
    expect(vi.getTimerCount()).toBe(timers)
    expect(refetch).not.toHaveBeenCalled()
  })

  it.each([
    ['had expired when it came', -60_000, 0],
    ['came with nine seconds left', 9_000, 0],
    ['came with ten seconds left', 10_000, 1],
  ])('and %s is replaced in time or not at all', async (_, left, refreshes) => {
    const { start, pass, refetch, answerWith } = play({ left, polledAt: now })
    answerWith(urlOf('2', 10 * DAY_MS))
    await start()
    await pass(60_000)
    expect(refetch).toHaveBeenCalledTimes(refreshes)
  })

  it('is not asked for again and again, where each fresh one has expired as it comes', async () => {
    const { start, pass, refetch, answerWith, src, show } = play({ left: 0 })
    answerWith(urlOf('2', -3_600_000))
    await start()
    await pass(1)
    expect([refetch.mock.calls.length, src()]).toEqual([1, '2'])
    answerWith(urlOf('3', -3_500_000))
    show()
    await pass(60_000)
    expect([refetch.mock.calls.length, src()]).toEqual([1, '2'])
  })

  it('is left alone while the page is hidden, and replaced once it is shown', async () => {
    onTestFinished(() => focusManager.setFocused(undefined))
    const { start, pass, refetch, src, answerWith } = play()
    answerWith(urlOf('2', 30 * DAY_MS))
    await start()
    focusManager.setFocused(false)
    await pass(5 * DAY_MS)
    expect(refetch).not.toHaveBeenCalled()
    focusManager.setFocused(true)
    await pass(1)
    expect([refetch.mock.calls.length, src()]).toEqual([1, '2'])
  })

  it('of a page that was hidden from the beginning is replaced once it is shown', async () => {
    onTestFinished(() => focusManager.setFocused(undefined))
    focusManager.setFocused(false)
    const { start, pass, refetch } = play()
    await start()
    await pass(DAY_MS)
    expect(refetch).not.toHaveBeenCalled()
    focusManager.setFocused(true)
    await pass(1)
    expect(refetch).toHaveBeenCalledTimes(1)
  })

  it('of a player that is gone listens to the page no more', async () => {
    const unsubscribe = vi.fn()
    const subscribe = vi.spyOn(focusManager, 'subscribe').mockReturnValue(unsubscribe)
    const { start, recovery } = play()
    await start()
    expect(subscribe.mock.calls.length).toBe(1)
    recovery.stop()
    expect(unsubscribe).toHaveBeenCalledTimes(1)
  })

  it('is left alone while the player plays the content route', async () => {
    const { recovery, start, pass, refetch } = play()
    await start()
    recovery.sync('/content', '/content')
    await pass(DAY_MS)
    expect(refetch).not.toHaveBeenCalled()
  })

  it('is asked for once, where the fresh one expires at the same time', async () => {
    const { start, pass, refetch, answerWith, recovery } = play()
    answerWith(urlOf('1', 600_000))
    await start()
    await pass(1_000)
    recovery.handle('pause')
    await pass(539_000)
    recovery.handle('pause')
    await pass(600_000)
    expect(refetch).toHaveBeenCalledTimes(1)
  })

  it('is not replaced while it plays, but at a pause or an end', async () => {
    for (const end of [{ paused: true }, { ended: true }]) {
      const { start, pass, refetch, media, recovery, src } = play()
      await start()
      media.paused = false
      await pass(570_000 - (Date.now() - now))
      expect([refetch.mock.calls.length, src()]).toEqual([0, '1'])
      Object.assign(media, end)
      recovery.handle('pause')
      await pass(60_000)
      expect([refetch.mock.calls.length, src()]).toEqual([1, '2'])
      recovery.stop()
      vi.setSystemTime(now)
    }
  })

  it('is replaced in a player that was gone and is back', async () => {
    const { start, show, pass, refetch, recovery } = play()
    await start()
    recovery.stop()
    show()
    await pass(600_000)
    expect(refetch).toHaveBeenCalledTimes(1)
  })

  it('of a player that is gone is not replaced', async () => {
    const { start, pass, refetch, recovery } = play()
    await start()
    recovery.stop()
    await pass(DAY_MS)
    expect(refetch).not.toHaveBeenCalled()
  })
})

describe('the position of playback', () => {
  it('is that of before, once another URL has loaded', async () => {
    const { start, load, pass, media, recovery, src } = play()
    await start()
    load()
    Object.assign(media, { currentTime: 12, playbackRate: 2, paused: false })
    recovery.handle('error')
    await pass(0)
    expect(src()).toBe('2')
    Object.assign(media, { currentTime: 0, playbackRate: 1, paused: true })
    load()
    expect(media).toMatchObject({ currentTime: 12, playbackRate: 2 })
    expect(media.play).toHaveBeenCalledTimes(1)
    expect(media.pause).not.toHaveBeenCalled()
    // Only once.
    Object.assign(media, { currentTime: 3 })
    load()
    expect(media.currentTime).toBe(3)
  })

  it.each([{ paused: true }, { paused: false, ended: true }])('stays still after %j', async (state) => {
    const { start, load, pass, media, recovery } = play()
    await start()
    load()
    Object.assign(media, { currentTime: 12, ...state })
    recovery.handle('error')
    await pass(0)
    Object.assign(media, { currentTime: 0, paused: true })
    load()
    expect(media.currentTime).toBe(12)
    expect(media.play).not.toHaveBeenCalled()
    // So that `autoplay` does not start it.
    expect(media.pause).toHaveBeenCalledTimes(1)
  })

  it('is nothing to restore before a video has loaded, unless a person has pressed play', async () => {
    for (const paused of [true, false]) {
      const { start, load, pass, media, recovery } = play()
      await start()
      media.paused = paused
      recovery.handle('error')
      await pass(0)
      media.paused = true
      load()
      expect(media.play).toHaveBeenCalledTimes(paused ? 0 : 1)
      expect(media.pause).not.toHaveBeenCalled()
    }
  })

  it('is that of before, once an early refresh has brought another URL', async () => {
    const { start, load, pass, media, src } = play()
    await start()
    load()
    media.currentTime = 0.5
    await pass(540_000)
    expect(src()).toBe('2')
    media.currentTime = 0
    load()
    expect(media.currentTime).toBe(0.5)
  })

  it('is that of the element where an early refresh brings no other URL', async () => {
    const { start, load, pass, media, answerWith } = play()
    answerWith(urlOf('1', 600_000))
    await start()
    load()
    media.currentTime = 5
    await pass(540_000)
    media.currentTime = 20
    load()
    expect(media.currentTime).toBe(20)
  })
})

describe('an error', () => {
  it.each([
    [60_000, 1],
    [60_001, 2],
  ])('%i ms after the video has loaded is a new incident, or not: %i polls', async (ms, polls) => {
    const { start, load, pass, recovery, refetch, answerWith } = play({ left: DAY_MS })
    await start()
    recovery.handle('error')
    await pass(0)
    load()
    answerWith(urlOf('3', DAY_MS))
    await pass(ms)
    recovery.handle('error')
    await pass(0)
    expect(refetch).toHaveBeenCalledTimes(polls)
  })

  it('of a URL that has never loaded is no new incident', async () => {
    const { start, load, show, pass, recovery, refetch } = play({ left: DAY_MS })
    await start()
    load()
    for (let errors = 0; errors < 3; errors++) {
      await pass(60_001)
      recovery.handle('error')
      await pass(0)
      show()
    }
    expect(refetch).toHaveBeenCalledTimes(1)
  })

  it('before the page could listen is handled', async () => {
    const { show, pass, media, src, refetch } = play()
    media.error = { code: 4 }
    show()
    await pass(0)
    show()
    await pass(0)
    expect([refetch.mock.calls.length, src()]).toEqual([1, '2'])
  })

  it.each<[string, Partial<ReturnType<typeof play>['media']>, string]>([
    ['its file cannot be decoded', { error: { code: 3 } }, 'error'],
    ['its sound plays alone', { videoWidth: 0 }, 'loadeddata'],
  ])('says that the video cannot be played where %s', async (_, state, event) => {
    const { start, pass, media, recovery, expire, answerWith } = play()
    answerWith(urlOf('1', 600_000))
    await start()
    Object.assign(media, state)
    recovery.handle(event)
    await pass(0)
    expect(expire.mock.calls).toEqual([[true]])
  })

  it('is none where the pictures of a video are there', async () => {
    const { start, pass, recovery, refetch } = play()
    await start()
    recovery.handle('loadeddata')
    await pass(0)
    expect(refetch).not.toHaveBeenCalled()
  })

  it.each([
    ['has expired', 1_000, false],
    ['works', DAY_MS, undefined],
  ])('says no more than what is known where the link %s', async (_, left, isUnplayable) => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('CORS')))
    const { start, pass, recovery, expire, answerWith } = play({ left, hasMedia: false })
    answerWith(urlOf('1', left))
    await start()
    await pass(1_000)
    recovery.handle('error')
    await pass(1_000)
    expect(expire.mock.calls).toEqual([[isUnplayable]])
  })
})
