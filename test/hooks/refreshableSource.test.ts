import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { VideoTask } from 'react-video-task'
// Private: what a player does with its URLs, without a player, which jsdom does not have.
import { createRefreshableSource } from '../../src/hooks/source/refreshableSource.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const completed = { id: 'a', object: 'video', status: 'completed', progress: 100 } as const

/** A source that plays the URLs of a list, of which each poll may make another one. */
function createSource(urls: string[] = ['/1.mp4']) {
  let task: VideoTask = completed
  let next: string[] | undefined
  const phases: string[] = []
  const refetch = vi.fn(async () => {
    await new Promise((resolve) => setTimeout(resolve, 100))
    if (next) urls.splice(0, urls.length, ...next)
  })
  const expire = vi.fn()
  const source = createRefreshableSource({
    readTask: () => task,
    refetch,
    expire,
    urlsOf: (contentUrl, blobUrl) => [blobUrl ?? [], urls, contentUrl ?? []].flat(),
    before: { src: undefined, phase: 'waiting' },
    onChange: () => phases.push(`${source.current().phase} ${source.current().src}`),
  })
  /** Shows what is played now, as a render does. */
  const show = (content?: string) => source.sync(content, source.current().src)
  return {
    source,
    phases,
    refetch,
    expire,
    show,
    pass: (ms: number) => vi.advanceTimersByTimeAsync(ms),
    answerWith: (...list: string[]) => (next = list),
    setTask: (fields: Partial<VideoTask>) => (task = { ...task, ...fields } as VideoTask),
    /** The shown URL does not play. */
    fail: async (...args: Parameters<typeof source.handleError>) => {
      show()
      source.handleError(...args)
      await vi.advanceTimersByTimeAsync(100)
    },
  }
}

describe('a player', () => {
  it('keeps its URL while polls bring newer ones', async () => {
    const urls = ['/1.mp4']
    const { show, pass, phases } = createSource(urls)
    show()
    await pass(0)
    urls.unshift('/2.mp4')
    show()
    await pass(0)
    expect(phases).toEqual(['ready /1.mp4'])
  })

  it('waits for a task that is not completed, and has no URL of one whose link has expired elsewhere', async () => {
    const { show, pass, source, setTask } = createSource()
    show()
    await pass(0)
    setTask({ status: 'in_progress' })
    show()
    expect(source.current()).toEqual({ src: undefined, phase: 'waiting' })
    setTask({ status: 'completed' })
    show()
    await pass(0)
    expect(source.current()).toEqual({ src: '/1.mp4', phase: 'ready' })
    const observed = { first_seen: 0, highest_progress: 100, last_change: 0, watched_from: 0, expired: 1 }
    setTask({ observed })
    show()
    expect(source.current()).toEqual({ src: undefined, phase: 'expired' })
  })

  it('has expired where the task has no URL, of which nothing says that it cannot be played', async () => {
    const { show, pass, source, expire } = createSource([])
    show()
    await pass(0)
    expect(source.current()).toEqual({ src: undefined, phase: 'expired' })
    expect(expire.mock.calls).toEqual([[false]])
  })

  it('asks once for a fresh URL where its own does not play', async () => {
    const { show, pass, phases, fail, refetch, answerWith } = createSource()
    show()
    await pass(0)
    answerWith('/2.mp4')
    await fail()
    expect(phases).toEqual(['ready /1.mp4', 'refreshing /1.mp4', 'ready /2.mp4'])
    answerWith('/3.mp4')
    await fail(undefined, true)
    expect(refetch).toHaveBeenCalledTimes(1)
    expect(phases.at(-1)).toBe('expired undefined')
  })

  it('ignores the error of a URL that is no longer shown', async () => {
    const { show, pass, source, refetch } = createSource()
    show()
    await pass(0)
    source.sync(undefined, '/0.mp4')
    source.handleError()
    await pass(1_000)
    expect(refetch).not.toHaveBeenCalled()
    expect(source.current()).toEqual({ src: '/1.mp4', phase: 'ready' })
  })

  it('asks three times, five seconds apart, where no answer has a URL', async () => {
    const { show, pass, fail, refetch, answerWith, expire, source } = createSource()
    show()
    await pass(0)
    answerWith()
    await fail(false, true)
    expect(refetch).toHaveBeenCalledTimes(1)
    await pass(4_900)
    expect(refetch).toHaveBeenCalledTimes(1)
    await pass(200)
    expect(refetch).toHaveBeenCalledTimes(2)
    await pass(60_000)
    expect(refetch).toHaveBeenCalledTimes(3)
    expect(expire.mock.calls).toEqual([[true]])
    expect(source.current()).toEqual({ src: undefined, phase: 'expired' })
  })

  it('plays the content route next, without another poll', async () => {
    const { show, pass, source, refetch, phases } = createSource()
    show('/content')
    await pass(0)
    for (const turn of [1, 2]) {
      show('/content')
      source.handleError(false, turn === 2)
      await pass(200)
    }
    expect(refetch).toHaveBeenCalledTimes(1)
    expect(phases.at(-1)).toBe('expired undefined')
    expect(phases).toContain('ready /content')
  })

  it('asks again for an error long after the last one', async () => {
    const { show, pass, fail, refetch, answerWith, source } = createSource()
    show()
    await pass(0)
    answerWith('/2.mp4')
    await fail()
    // The one that did not play before gets another try.
    answerWith('/1.mp4')
    await fail(true)
    expect(refetch).toHaveBeenCalledTimes(2)
    expect(source.current()).toEqual({ src: '/1.mp4', phase: 'ready' })
  })

  it.each([
    ['does not arrive', () => new Response('', { status: 403 }), false],
    ['arrives', () => new Response(Uint8Array.from(Buffer.from('000000206674797069736f6d', 'hex'))), true],
  ])('finds out why its last URL does not play: the video %s', async (_, answer, isUnplayable) => {
    vi.stubGlobal('fetch', async () => answer())
    const { show, pass, fail, expire, phases } = createSource()
    show()
    await pass(0)
    await fail()
    await pass(1_000)
    expect(expire.mock.calls).toEqual([[isUnplayable]])
    expect(phases).toEqual(['ready /1.mp4', 'refreshing /1.mp4', 'expired undefined'])
  })

  it('is refreshing while it finds out why its last URL does not play', async () => {
    vi.stubGlobal('fetch', () => new Promise(() => {}))
    const { source, fail, show, pass, answerWith } = createSource()
    answerWith('/2.mp4')
    show()
    await pass(0)
    await fail()
    expect(source.current()).toEqual({ src: '/2.mp4', phase: 'ready' })
    await fail()
    expect(source.current()).toEqual({ src: '/2.mp4', phase: 'refreshing' })
  })

  it('that is gone while it finds that out changes nothing', async () => {
    let answer: (response: Response) => void = () => {}
    vi.stubGlobal('fetch', () => new Promise<Response>((resolve) => (answer = resolve)))
    const { show, pass, fail, expire, source } = createSource()
    show()
    await pass(0)
    await fail()
    await pass(1_000)
    source.stop()
    answer(new Response('', { status: 403 }))
    await pass(1_000)
    expect(expire).not.toHaveBeenCalled()
    expect(source.current()).toEqual({ src: '/1.mp4', phase: 'ready' })
  })
})

describe('a video inside the task', () => {
  const dataOf = (text: string) =>
    `data:video/mp4;base64,${Buffer.from(`....ftypisom${text}`).toString('base64')}`

  /** A source without other URLs, and the blob URLs that exist. */
  async function createDataSource() {
    const blobs: string[] = []
    let count = 0
    vi.stubGlobal(
      'URL',
      Object.assign(class extends URL {}, {
        createObjectURL: () => blobs[blobs.push(`blob:${++count}`) - 1],
        revokeObjectURL: (url: string) => void blobs.splice(blobs.indexOf(url), 1),
      }),
    )
    const all = createSource([])
    all.setTask({ video_data: dataOf('1') })
    all.show()
    await all.pass(0)
    return { ...all, blobs }
  }

  it('is one blob URL, which is replaced with the video and revoked at the end', async () => {
    const { source, show, pass, setTask, blobs } = await createDataSource()
    show()
    await pass(0)
    expect([source.current().src, blobs]).toEqual(['blob:1', ['blob:1']])
    setTask({ video_data: dataOf('2') })
    source.handleError()
    await pass(200)
    expect(blobs).toEqual(['blob:2'])
    source.stop()
    expect(blobs).toEqual([])
  })

  it('that does not play cannot be played, without a request that finds it out', async () => {
    const fetch = vi.fn()
    vi.stubGlobal('fetch', fetch)
    const { fail, expire } = await createDataSource()
    await fail()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(expire.mock.calls).toEqual([[true]])
    expect(fetch).not.toHaveBeenCalled()
  })

  it('leaves a player that is gone on the URL that it plays instead', async () => {
    const { source, show, pass } = await createDataSource()
    show('/content')
    source.handleError()
    await pass(60_000)
    source.stop()
    expect(source.current()).toEqual({ src: '/content', phase: 'ready' })
  })

  it('has no URL of a player that is gone', async () => {
    const { source } = await createDataSource()
    source.stop()
    expect(source.current()).toEqual({ src: undefined, phase: 'waiting' })
  })
})

describe('a refresh before the URL expires', () => {
  it('moves to the fresh URL', async () => {
    const { show, pass, source, answerWith } = createSource()
    show()
    await pass(0)
    answerWith('/2.mp4')
    const moved = source.refreshEarly()
    await pass(100)
    expect(await moved).toBe(true)
    expect(source.current()).toEqual({ src: '/2.mp4', phase: 'ready' })
  })

  it('changes nothing where the answer has the same URL', async () => {
    const { show, pass, source } = createSource()
    show()
    await pass(0)
    const moved = source.refreshEarly()
    await pass(100)
    expect(await moved).toBe(false)
    expect(source.current()).toEqual({ src: '/1.mp4', phase: 'ready' })
  })

  it.each([
    [10_000, 1],
    [10_001, 2],
  ])('has brought the freshest URL for ten seconds: %i ms later it polls %i times', async (ms, polls) => {
    const { show, pass, source, refetch, answerWith, fail } = createSource()
    show()
    await pass(0)
    answerWith('/2.mp4', '/3.mp4')
    const moved = source.refreshEarly()
    await pass(100)
    await moved
    await pass(ms)
    await fail()
    expect(refetch).toHaveBeenCalledTimes(polls)
    expect(source.current()).toEqual({ src: '/3.mp4', phase: 'ready' })
  })

  it('takes the place of another poll where the URL breaks meanwhile', async () => {
    const { show, pass, source, refetch, answerWith, phases } = createSource()
    show()
    await pass(0)
    answerWith('/2.mp4')
    const moved = source.refreshEarly()
    show()
    source.handleError()
    expect(source.current().phase).toBe('refreshing')
    await pass(100)
    expect(await moved).toBe(true)
    expect(phases.at(-1)).toBe('ready /2.mp4')
    expect(refetch).toHaveBeenCalledTimes(1)
  })

  it('keeps a URL that plays where the answer has none, or one that does not play', async () => {
    const { show, pass, source, answerWith, fail } = createSource(['/1.mp4', '/2.mp4'])
    show()
    await pass(0)
    await fail()
    expect(source.current().src).toBe('/2.mp4')
    for (const answer of [[], ['/1.mp4', '/2.mp4']]) {
      answerWith(...answer)
      const moved = source.refreshEarly()
      await pass(100)
      expect(await moved).toBe(false)
      expect(source.current()).toEqual({ src: '/2.mp4', phase: 'ready' })
    }
  })

  it('changes nothing once the player is gone', async () => {
    const { show, pass, source, answerWith } = createSource()
    show()
    await pass(0)
    answerWith('/2.mp4')
    const moved = source.refreshEarly()
    source.stop()
    await pass(100)
    expect(await moved).toBe(false)
    expect(source.current()).toEqual({ src: '/1.mp4', phase: 'ready' })
  })
})

it('a player that is gone polls no more, and plays what it had when it is back', async () => {
  const { show, pass, source, refetch, answerWith, fail, expire } = createSource()
  show()
  await pass(0)
  answerWith()
  await fail()
  source.stop()
  await pass(60_000)
  expect(refetch).toHaveBeenCalledTimes(1)
  expect(expire).not.toHaveBeenCalled()
  expect(source.current()).toEqual({ src: '/1.mp4', phase: 'ready' })
})

it('an expired video is tried again, every URL of it, once its task is polled', async () => {
  const { show, pass, source, setTask, fail, refetch, answerWith } = createSource()
  show()
  await pass(0)
  answerWith('/1.mp4')
  await fail(false, true)
  expect(source.current().phase).toBe('expired')
  const observed = { first_seen: 0, highest_progress: 100, last_change: 0, watched_from: 0 }
  setTask({ observed: { ...observed, expired: 1 } })
  show()
  await pass(0)
  expect(source.current().phase).toBe('expired')
  setTask({ observed })
  show()
  await pass(0)
  expect(source.current()).toEqual({ src: '/1.mp4', phase: 'ready' })
  // That poll was the one for a fresh URL.
  await fail(false, true)
  expect(refetch).toHaveBeenCalledTimes(1)
})

it('a video that had expired elsewhere has had its poll for a fresh URL once it is tried again', async () => {
  const { show, pass, source, setTask, fail, refetch } = createSource()
  const observed = { first_seen: 0, highest_progress: 100, last_change: 0, watched_from: 0 }
  setTask({ observed: { ...observed, expired: 1 } })
  show()
  setTask({ observed })
  show()
  await pass(0)
  expect(source.current()).toEqual({ src: '/1.mp4', phase: 'ready' })
  await fail(false, true)
  expect(refetch).not.toHaveBeenCalled()
})
