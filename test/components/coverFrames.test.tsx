import { fireEvent, render } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import { VideoTaskPlayer } from 'react-video-task/components'
import { createTestApp } from '../hooks/support/createTestApp.js'
import { replace, showFilm } from './support/showFilm.js'
// Private: it loads with the first frame, which takes real time.
import '../../src/components/player/drawFrame.js'

/** Renders players of finished videos, and says that the data of a video, or of each, has loaded. */
async function renderCovers(options: Parameters<typeof showFilm>[0] = {}, fields: object = {}, ids = ['a']) {
  const film = showFilm(options)
  const app = createTestApp()
  app.answer = ({ url }) =>
    Response.json({
      id: url.split('/').at(-1),
      status: 'completed',
      video_url: 'https://cdn.test/a.mp4',
      ...fields,
    })
  const playersOf = (shown: readonly string[]) => shown.map((id) => <VideoTaskPlayer key={id} taskId={id} />)
  const { rerender, container } = render(playersOf(ids), { wrapper: app.wrapper })
  await app.advance(1_000)
  const videos = () => [...container.querySelectorAll('video')]
  return {
    ...app,
    film,
    videos,
    show: async (...next: string[]) => {
      rerender(playersOf(next))
      await app.advance(1_000)
    },
    load: async () => {
      for (const video of videos()) fireEvent.loadedData(video)
      await app.advance(10)
    },
    length: () => container.querySelector('.video-task-length')?.textContent,
  }
}

const black = { pixels: 0 }
const white = { pixels: 10_000 }

describe('the frame that covers a video', () => {
  it.each<[string, (second: number) => { pixels: number }, number | undefined]>([
    ['its first one', () => white, 0],
    ['the one at 0.4 s after a black one', (second) => (second > 0.3 ? white : black), 0.4],
    ['the one at 1 s after black ones', (second) => (second > 0.9 ? white : black), 1],
    ['the one at 2 s after black ones', (second) => (second > 1.9 ? white : black), 2],
    ['the one at 4 s after black ones', (second) => (second > 3.9 ? white : black), 4],
    ['none where the others are black too', (second) => (second > 4.1 ? white : black), undefined],
  ])('is %s', async (_, frameAt, second) => {
    const { film, load } = await renderCovers({ frameAt })
    await load()
    expect(film.shown()?.second).toBe(second)
    // Playback begins at the beginning.
    expect(film.position).toBe(0)
  })

  it.each([
    [8.1, [0, 0.4, 1, 2, 4]],
    [8, [0, 0.4, 1, 2]],
    [2, [0, 0.4]],
    [0.5, [0]],
  ])('is of the first half of a video of %f s', async (duration, seconds) => {
    const { film, load } = await renderCovers({ duration, frameAt: () => black })
    await load()
    expect(film.drawn).toEqual(seconds)
  })

  it.each([
    ['a fiftieth of it is white', 200, [255, 255, 255], false],
    ['more of it is white', 201, [255, 255, 255], true],
    ['more of it is dark red', 201, [96, 0, 0], true],
    ['more of it is dark green', 201, [0, 96, 0], true],
    ['more of it is dark blue', 201, [0, 0, 96], true],
    ['more of it is dark grey', 201, [32, 32, 32], true],
    ['all of it is nearly black', 10_000, [32, 32, 31], false],
  ] as const)('is not black where %s', async (_, pixels, colour, isShown) => {
    const { film, load } = await renderCovers({ frameAt: () => ({ pixels, colour }) })
    await load()
    expect(film.shown() !== undefined).toBe(isShown)
  })

  it.each([
    [300, 150, [300, 150]],
    [480, 853, [480, 853]],
    [1920, 1080, [480, 270]],
    [1000, 333, [480, 160]],
  ])('of a video of %i x %i px has at most 480 px in width, and its shape', async (width, height, size) => {
    const { film, load } = await renderCovers({ width, height })
    await load()
    expect(film.shown()).toEqual({ size, second: 0, box: [0, 0] })
  })

  it.each(['seeked', 'error', 'emptied'])('is found where a new position ends with %s', async (seekEnd) => {
    const { film, load } = await renderCovers({ seekEnd, frameAt: (second) => (second ? white : black) })
    await load()
    expect(film.shown()?.second).toBe(0.4)
  })

  it('is none where the page may not read the video, and at its beginning then', async () => {
    const { film, load } = await renderCovers({ frameAt: (second) => (second ? 'secret' : black) })
    await load()
    expect([film.shown(), film.drawn, film.position]).toEqual([undefined, [0, 0.4], 0])
  })

  it.each([
    ['without a picture, as a sound', { width: 0 }, true],
    ['on a page that cannot draw', {}, false],
  ])('is none of a video %s', async (_, options, isDrawable) => {
    const { film, load } = await renderCovers(options)
    film.isDrawable = isDrawable
    await load()
    expect([film.shown(), film.drawn]).toEqual([undefined, []])
  })

  it('is none of a video that plays meanwhile, whose position stays', async () => {
    const { film, load, videos } = await renderCovers({ frameAt: () => black })
    videos()[0]?.addEventListener('seeked', () => {
      film.isPaused = false
      film.position = 0.7
    })
    await load()
    expect([film.shown(), film.drawn, film.position]).toEqual([undefined, [0], 0.7])
  })

  it('is kept, and shown again without a look at the video', async () => {
    const { film, load, show, videos, length } = await renderCovers({ duration: 65 }, { seconds: '4' })
    await load()
    await show()
    await show('a')
    expect(videos()[0]?.preload).toBe('none')
    expect(film.shown()).toMatchObject({ size: [100, 100], second: 0 })
    expect(film.drawn).toEqual([0])
    expect(length()).toBe('1:05')
  })

  it('is kept of the 32 videos that were shown last', async () => {
    const ids = Array.from({ length: 32 }, (_, index) => `task_${index}`)
    const { load, show, videos } = await renderCovers({}, {}, ids)
    const kept = () => videos().map(({ preload }) => preload === 'none')
    await load()
    await show()
    await show('task_0')
    await show('new')
    await load()
    await show()
    await show('task_0', 'task_1', 'task_2', 'new')
    expect(kept()).toEqual([true, false, true, true])
  })
})

describe('a video that is not near the view', () => {
  /** Lets the test say what an observer of the page has seen. */
  function observe() {
    const observed: Element[] = []
    const disconnect = vi.fn()
    let report: (changes: { isIntersecting: boolean }[]) => void = () => undefined
    class Observer {
      constructor(onChange: typeof report) {
        report = onChange
      }
      observe = (element: Element) => observed.push(element)
      disconnect = disconnect
    }
    replace(document.defaultView ?? window, { IntersectionObserver: { value: Observer } })
    return {
      observed,
      disconnect,
      report: (...near: boolean[]) => report(near.map((isIntersecting) => ({ isIntersecting }))),
    }
  }

  it('is drawn once it comes near, and observed no longer', async () => {
    const { observed, disconnect, report } = observe()
    const { film, load, videos, advance } = await renderCovers()
    await load()
    expect(observed).toEqual(videos())
    for (const changes of [[], [false], [true, false]]) {
      report(...changes)
      await advance(10)
      expect(film.drawn).toEqual([])
    }
    expect(disconnect).not.toHaveBeenCalled()
    report(false, true)
    await advance(10)
    expect(film.shown()?.second).toBe(0)
    expect(disconnect).toHaveBeenCalled()
  })

  it('is observed no longer once it has left the page', async () => {
    const { observed, disconnect } = observe()
    const { load, show } = await renderCovers()
    await load()
    expect(disconnect).not.toHaveBeenCalled()
    await show()
    expect(disconnect).toHaveBeenCalledTimes(observed.length)
  })

  it('is not observed at all where it has left the page before', async () => {
    const { observed } = observe()
    const { videos, show } = await renderCovers()
    for (const video of videos()) fireEvent.loadedData(video)
    await show()
    expect(observed).toEqual([])
  })
})

describe('the length of a video', () => {
  it.each([
    [0.4, undefined],
    [1, '0:01'],
    [59.4, '0:59'],
    [59.6, '1:00'],
    [65, '1:05'],
    [600, '10:00'],
    [Infinity, undefined],
    [NaN, undefined],
  ])('of %f s is written in minutes and seconds', async (duration, text) => {
    const { load, length } = await renderCovers({ duration })
    await load()
    expect(length()).toBe(text)
  })

  it.each([
    [1, undefined],
    [2, '0:08'],
  ])('is there at once where its data was there before its cover, in ready state %i', async (state, text) => {
    replace(HTMLMediaElement.prototype, { readyState: { get: () => state } })
    const { length, film } = await renderCovers()
    expect(length()).toBe(text)
    expect(film.shown()?.second).toBe(text === undefined ? undefined : 0)
  })
})
