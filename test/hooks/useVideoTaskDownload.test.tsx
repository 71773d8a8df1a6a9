import { act, renderHook } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import { useVideoTaskDownload, type UseVideoTaskDownloadOptions } from 'react-video-task'
import { fileNames, noNames, pageFileNames } from '../support/fileNames.js'
import { createDownloadApp } from './support/createDownloadApp.js'
import { stubSaveFilePicker } from './support/stubSaveFilePicker.js'
import { renderAsInProduction } from '../support/renderAsInProduction.js'

type DownloadApp = ReturnType<typeof createDownloadApp>

/** Renders useVideoTaskDownload for task "a", and counts renders. */
function mount(app: DownloadApp, options?: UseVideoTaskDownloadOptions) {
  let renders = 0
  const hook = renderHook(
    ({ id }) => {
      renders += 1
      return useVideoTaskDownload(id, options)
    },
    { wrapper: app.wrapper, initialProps: { id: 'a' as string | null } },
  )
  const click = async () => {
    act(() => hook.result.current.download())
    await app.advance(1)
  }
  return { ...hook, click, renders: () => renders }
}

describe('download without a save picker', () => {
  it('saves all bytes as one file, reports progress, and revokes the object URL', async () => {
    const app = createDownloadApp({ total: 3_000 })
    app.setTask({ id: 'a', prompt: 'A fox in the snow' })
    const { result, click } = mount(app)
    expect(result.current).toMatchObject({ phase: 'idle', loaded: 0, total: undefined, error: null })
    await click()
    expect(result.current.phase).toBe('downloading')
    await app.send(1_000)
    await app.advance(300)
    expect(result.current).toMatchObject({ phase: 'downloading', loaded: 1_000, total: 3_000 })
    await app.send(2_000)
    await app.end()
    expect(result.current).toMatchObject({ phase: 'saved', loaded: 3_000, total: 3_000, error: null })
    expect(app.saved).toHaveLength(1)
    expect(app.saved[0]).toMatchObject({ name: 'A fox in the snow.mp4' })
    expect(app.saved[0]?.blob).toMatchObject({ size: 3_000, type: 'video/mp4' })
    // A browser may still read the bytes.
    await app.advance(29_000)
    expect(app.urls.size).toBe(1)
    await app.advance(1_000)
    expect(app.urls.size).toBe(0)
  })

  it('saves the video inside the task without a request', async () => {
    const app = createDownloadApp()
    app.setTask({ id: 'a', prompt: 'A fox', video_data: `data:video/webm;base64,${btoa('\x00\x01\xff')}` })
    const { result, click } = mount(app)
    await click()
    await app.advance(1)
    expect(result.current).toMatchObject({ phase: 'saved', loaded: 3, total: 3, error: null })
    expect(app.contentRequests).toEqual([])
    expect(app.saved[0]).toMatchObject({ name: 'A fox.webm', blob: { size: 3, type: 'video/webm' } })
    expect([...new Uint8Array((await app.saved[0]?.blob?.arrayBuffer()) ?? [])]).toEqual([0, 1, 255])
  })

  it.each(['data:text/html;base64,AAAA', 'data:video/mp4;base64,%', 'https://a.b/v.mp4'])(
    'downloads the content route instead of an unreadable video inside the task: %s',
    async (video_data) => {
      const app = createDownloadApp()
      app.setTask({ id: 'a', video_data })
      const { click } = mount(app)
      await click()
      expect(app.contentRequests).toHaveLength(1)
      await app.end()
      expect(app.saved).toHaveLength(1)
    },
  )

  it('a second click during a download is ignored, and a click after it saves again', async () => {
    const app = createDownloadApp()
    const { click } = mount(app)
    await click()
    await click()
    expect(app.contentRequests).toHaveLength(1)
    await app.end()
    await click()
    await app.end()
    expect(app.saved).toHaveLength(2)
  })

  it('a download renders at most four times a second while bytes arrive', async () => {
    renderAsInProduction()
    const app = createDownloadApp({ total: 1_000 })
    const { click, renders, result } = mount(app)
    await click()
    const before = renders()
    for (let piece = 0; piece < 400; piece++) {
      await app.send(1)
      await app.advance(4)
    }
    expect(result.current.loaded).toBeGreaterThan(200)
    expect(renders() - before).toBeGreaterThan(4)
    expect(renders() - before).toBeLessThanOrEqual(9)
  })

  it('abort cancels the request and saves no file', async () => {
    const app = createDownloadApp()
    const { result, click } = mount(app)
    await click()
    await app.send(500)
    act(() => result.current.abort())
    expect(result.current).toMatchObject({ phase: 'idle', loaded: 0, error: null })
    await app.advance(1)
    expect(app.contentRequests[0]?.signal?.aborted).toBe(true)
    expect(app.isCancelled()).toBe(true)
    await app.advance(60_000)
    expect(result.current.phase).toBe('idle')
    expect(app.saved).toEqual([])
  })

  it('a download started right after an abort is saved', async () => {
    const app = createDownloadApp()
    const { result, click } = mount(app)
    await click()
    act(() => {
      result.current.abort()
      result.current.download()
    })
    await app.advance(1)
    expect(result.current.phase).toBe('downloading')
    await app.send(10)
    await app.end()
    expect(result.current).toMatchObject({ phase: 'saved', loaded: 10 })
    expect(app.saved).toHaveLength(1)
  })

  it.each(['unmounting', 'changing the id'])('%s aborts the download', async (how) => {
    const app = createDownloadApp()
    const { result, click, unmount, rerender } = mount(app)
    await click()
    await app.send(500)
    if (how === 'unmounting') unmount()
    else rerender({ id: 'b' })
    await app.advance(60_000)
    expect(app.contentRequests[0]?.signal?.aborted).toBe(true)
    expect(app.isCancelled()).toBe(true)
    expect(app.saved).toEqual([])
    if (how === 'changing the id') expect(result.current.phase).toBe('idle')
  })

  it('a truncated response fails the download, and the next click retries it', async () => {
    const app = createDownloadApp({ total: 1_000 })
    const { result, click } = mount(app)
    await click()
    await app.send(500)
    const cause = new Error('connection reset')
    await app.fail(cause)
    expect(result.current).toMatchObject({
      phase: 'failed',
      loaded: 500,
      error: { name: 'VideoNetworkError', cause },
    })
    expect(app.saved).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
    await click()
    expect(result.current).toMatchObject({ phase: 'downloading', error: null })
  })

  it('an error that fetchContent throws fails the download', async () => {
    const app = createDownloadApp()
    app.client.fetchContent = () => {
      throw new Error('no content')
    }
    const { result, click } = mount(app)
    await click()
    expect(result.current).toMatchObject({ phase: 'failed', error: { message: 'no content' } })
  })

  it('a download without an id sends no request', async () => {
    const app = createDownloadApp()
    const { result, click, rerender } = mount(app)
    rerender({ id: null })
    await click()
    expect(result.current.phase).toBe('idle')
    expect(app.contentRequests).toEqual([])
  })

  it('a client without fetchContent downloads from its contentUrl', async () => {
    const app = createDownloadApp()
    delete app.client.fetchContent
    const urls: string[] = []
    vi.spyOn(globalThis, 'fetch').mockImplementation(async (input) => {
      urls.push(String(input))
      return urls.length === 1
        ? new Response(new Uint8Array(7), { headers: { 'content-type': 'video/webm' } })
        : Response.json({ error: { message: 'gone', code: 'file_gone' } }, { status: 502 })
    })
    const { result, click } = mount(app)
    await click()
    await app.advance(10)
    expect(urls).toEqual(['/v1/videos/a/content'])
    expect(result.current).toMatchObject({ phase: 'saved', loaded: 7 })
    expect(app.saved[0]?.name).toBe('a.webm')
    await click()
    await app.advance(10)
    expect(result.current).toMatchObject({ phase: 'failed', error: { code: 'file_gone' } })
  })
})

describe('download with a save picker', () => {
  it('opens the save picker within the click, before any request', async () => {
    const app = createDownloadApp()
    const { files } = stubSaveFilePicker()
    const { result } = mount(app, { fileName: 'my fox' })
    act(() => result.current.download())
    expect(files).toMatchObject([{ suggested: 'my fox.mp4' }])
    await app.advance(1_000)
    expect(app.contentRequests).toEqual([])
    expect(result.current.phase).toBe('idle')
  })

  it('streams to the picked file without an object URL', async () => {
    const app = createDownloadApp({ total: 3_000 })
    const { files, pick } = stubSaveFilePicker()
    const { result, click } = mount(app)
    await click()
    await click()
    expect(files).toHaveLength(1)
    pick()
    await app.advance(1)
    await app.send(1_000)
    await app.send(2_000)
    await app.end()
    expect(files).toMatchObject([{ size: 3_000, isAborted: false, isRemoved: false }])
    expect(result.current).toMatchObject({ phase: 'saved', loaded: 3_000 })
    expect(app.urls.size + app.saved.length).toBe(0)
  })

  it('closing the save picker returns to idle, and the next click opens it again', async () => {
    const app = createDownloadApp()
    const { files, reject } = stubSaveFilePicker()
    const { result, click } = mount(app)
    await click()
    reject('AbortError')
    await app.advance(1)
    expect(result.current).toMatchObject({ phase: 'idle', error: null })
    expect(app.contentRequests).toEqual([])
    await click()
    expect(files).toHaveLength(2)
  })

  it('saves through a link when the save picker throws a SecurityError', async () => {
    const app = createDownloadApp()
    const { reject } = stubSaveFilePicker()
    const { click } = mount(app)
    await click()
    reject('SecurityError')
    await app.advance(1)
    await app.send(10)
    await app.end()
    expect(app.saved).toHaveLength(1)
  })

  it.each(['abort', 'failure'])('removes the partial file on %s', async (how) => {
    const app = createDownloadApp()
    const { files, pick } = stubSaveFilePicker()
    const { result, click } = mount(app)
    await click()
    pick()
    await app.advance(1)
    await app.send(500)
    if (how === 'abort') act(() => result.current.abort())
    else await app.fail(new Error('connection reset'))
    await app.advance(1)
    expect(files).toMatchObject([{ size: undefined, isAborted: true, isRemoved: true }])
    expect(result.current.phase).toBe(how === 'abort' ? 'idle' : 'failed')
  })

  it('a file picked after unmounting is removed', async () => {
    const app = createDownloadApp()
    const { files, pick } = stubSaveFilePicker()
    const { click, unmount } = mount(app)
    await click()
    unmount()
    pick()
    await app.advance(1)
    expect(files).toMatchObject([{ size: undefined, isRemoved: true }])
    expect(app.isCancelled()).toBe(true)
  })
})

describe('file name', () => {
  const long = 'A very long prompt about foxes '.repeat(10)
  it.each([
    [{ prompt: 'A fox: "snow/ice" <4k>?' }, {}, 'A fox snow ice 4k.mp4'],
    [{ prompt: 'two\nlines\tand \u0000 more' }, {}, 'two lines and more.mp4'],
    [{ prompt: '../../etc/passwd' }, {}, 'etc passwd.mp4'],
    [{ prompt: '.hidden. ' }, {}, 'hidden.mp4'],
    [{ prompt: 'fox\u202e4pm.exe' }, {}, 'fox4pm.exe.mp4'],
    [{ prompt: 'CON' }, {}, '_CON.mp4'],
    [{ prompt: '雪中的狐狸，黄金时刻' }, {}, '雪中的狐狸，黄金时刻.mp4'],
    [{ prompt: '👩‍👩‍👧 fox' }, {}, '👩‍👩‍👧 fox.mp4'],
    [{ prompt: long }, {}, `${long.slice(0, 60).trim()}.mp4`],
    [{ prompt: '🦊'.repeat(100) }, {}, `${'🦊'.repeat(60)}.mp4`],
    [{ prompt: ' / ', model: 'wan2.6' }, {}, 'wan2.6 a.mp4'],
    [{ model: 'wan2.6' }, {}, 'wan2.6 a.mp4'],
    [{}, {}, 'a.mp4'],
    [{ prompt: 'fox' }, { type: 'video/webm; codecs=vp9' }, 'fox.webm'],
    [{ prompt: 'fox' }, { type: 'video/quicktime' }, 'fox.mov'],
    [{ prompt: 'fox' }, { type: 'application/octet-stream' }, 'fox.mp4'],
    [{ prompt: 'fox.MP4' }, {}, 'fox.MP4'],
    [{ prompt: 'fox' }, { fileName: 'snow.mov', type: 'video/quicktime' }, 'snow.mov'],
    [{ prompt: 'fox' }, { fileName: 'snow.mov' }, 'snow.mp4'],
    [{ prompt: 'fox' }, { fileName: 'setup.exe' }, 'setup.exe.mp4'],
    [{ prompt: 'fox' }, { fileName: ' . ' }, 'fox.mp4'],
  ])('the file name for task %j and content headers %j is %j', async (task, content, name) => {
    const app = createDownloadApp(content)
    app.setTask({ id: 'a', ...task })
    const { click } = mount(app)
    await click()
    await app.end()
    expect(app.saved.map((file) => file.name)).toEqual([name])
  })

  it.each([...fileNames, ...pageFileNames])(
    'the file name for %s is valid on every operating system',
    async (_, prompt, name, type) => {
      const app = createDownloadApp({ type })
      app.setTask({ id: 'a', prompt })
      const { click } = mount(app)
      await click()
      await app.end()
      expect(app.saved.map((file) => file.name)).toEqual([name])
    },
  )

  it.each(noNames)('the file name is the task id for the prompt %j', async (prompt) => {
    const app = createDownloadApp()
    app.setTask({ id: 'a', prompt })
    const { click } = mount(app)
    await click()
    await app.end()
    expect(app.saved.map((file) => file.name)).toEqual(['a.mp4'])
  })

  it('the fileName option overrides the prompt as file name', async () => {
    const app = createDownloadApp()
    app.setTask({ id: 'a', prompt: 'fox' })
    const { click } = mount(app, { fileName: 'Scene 1: snow' })
    await click()
    await app.end()
    expect(app.saved.map((file) => file.name)).toEqual(['Scene 1 snow.mp4'])
  })
})
