import { act, renderHook } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import { useVideoTaskDownload, type UseVideoTaskDownloadOptions } from 'react-video-task'
import { fileNames, noNames, pageFileNames } from '../support/fileNames.js'
import { createDownloadApp } from './support/createDownloadApp.js'
import { stubSaveFilePicker } from './support/stubSaveFilePicker.js'

type TestApp = ReturnType<typeof createDownloadApp>

/** A component that downloads; counts its renders. */
function mount(app: TestApp, options?: UseVideoTaskDownloadOptions) {
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

describe('through the memory, where the browser has no picker', () => {
  it('saves all bytes as one file, tells how far it is, and lets go of the memory', async () => {
    const app = createDownloadApp({ total: 3_000 })
    app.know({ id: 'a', prompt: 'A fox in the snow' })
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
    await app.advance(60_000)
    expect(app.urls.size).toBe(0)
  })

  it('a second click while it is under way does nothing, one after it saves again', async () => {
    const app = createDownloadApp()
    const { click } = mount(app)
    await click()
    await click()
    expect(app.opened).toHaveLength(1)
    await app.end()
    await click()
    await app.end()
    expect(app.saved).toHaveLength(2)
  })

  it('renders at most four times a second while bytes arrive', async () => {
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

  it('abort ends the request and leaves nothing behind', async () => {
    const app = createDownloadApp()
    const { result, click } = mount(app)
    await click()
    await app.send(500)
    act(() => result.current.abort())
    expect(result.current).toMatchObject({ phase: 'idle', loaded: 0, error: null })
    await app.advance(1)
    expect(app.opened[0]?.signal?.aborted).toBe(true)
    expect(app.isCancelled()).toBe(true)
    await app.advance(60_000)
    expect(result.current.phase).toBe('idle')
    expect(app.saved).toEqual([])
  })

  it('a download right after an abort is not disturbed by it', async () => {
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

  it.each(['unmounting', 'another id'])('%s ends it', async (how) => {
    const app = createDownloadApp()
    const { result, click, unmount, rerender } = mount(app)
    await click()
    await app.send(500)
    if (how === 'unmounting') unmount()
    else rerender({ id: 'b' })
    await app.advance(60_000)
    expect(app.opened[0]?.signal?.aborted).toBe(true)
    expect(app.isCancelled()).toBe(true)
    expect(app.saved).toEqual([])
    if (how === 'another id') expect(result.current.phase).toBe('idle')
  })

  it('an answer that breaks off fails it, and the next click tries again', async () => {
    const app = createDownloadApp({ total: 1_000 })
    const { result, click } = mount(app)
    await click()
    await app.send(500)
    const cause = new Error('cut')
    await app.cut(cause)
    expect(result.current).toMatchObject({
      phase: 'failed',
      loaded: 500,
      error: { name: 'VideoNetworkError', cause },
    })
    expect(app.saved).toEqual([])
    await click()
    expect(result.current).toMatchObject({ phase: 'downloading', error: null })
  })

  it('a client that cannot open its content fails it', async () => {
    const app = createDownloadApp()
    app.client.fetchContent = () => {
      throw new Error('no route')
    }
    const { result, click } = mount(app)
    await click()
    expect(result.current).toMatchObject({ phase: 'failed', error: { message: 'no route' } })
  })

  it('without an id there is nothing to download', async () => {
    const app = createDownloadApp()
    const { result, click, rerender } = mount(app)
    rerender({ id: null })
    await click()
    expect(result.current.phase).toBe('idle')
    expect(app.opened).toEqual([])
  })

  it('a client of the app that only names the route is fetched from', async () => {
    const app = createDownloadApp()
    delete app.client.fetchContent
    const asked: string[] = []
    const fetch = vi.spyOn(globalThis, 'fetch').mockImplementation(async (input) => {
      asked.push(String(input))
      return asked.length === 1
        ? new Response(new Uint8Array(7), { headers: { 'content-type': 'video/webm' } })
        : Response.json({ error: { message: 'gone', code: 'file_gone' } }, { status: 502 })
    })
    const { result, click } = mount(app)
    await click()
    await app.advance(10)
    expect(asked).toEqual(['/v1/videos/a/content'])
    expect(result.current).toMatchObject({ phase: 'saved', loaded: 7 })
    expect(app.saved[0]?.name).toBe('a.webm')
    await click()
    await app.advance(10)
    expect(result.current).toMatchObject({ phase: 'failed', error: { code: 'file_gone' } })
    fetch.mockRestore()
  })
})

describe('straight to the disk, where the browser has a picker', () => {
  it('asks within the click, before anything is requested', async () => {
    const app = createDownloadApp()
    const { files } = stubSaveFilePicker()
    const { result } = mount(app, { fileName: 'my fox' })
    act(() => result.current.download())
    expect(files).toMatchObject([{ suggested: 'my fox.mp4' }])
    await app.advance(1_000)
    expect(app.opened).toEqual([])
    expect(result.current.phase).toBe('idle')
  })

  it('streams to the file and keeps nothing in memory', async () => {
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

  it('closing the picker is no failure, and the next click opens it again', async () => {
    const app = createDownloadApp()
    const { files, refuse } = stubSaveFilePicker()
    const { result, click } = mount(app)
    await click()
    refuse('AbortError')
    await app.advance(1)
    expect(result.current).toMatchObject({ phase: 'idle', error: null })
    expect(app.opened).toEqual([])
    await click()
    expect(files).toHaveLength(2)
  })

  it('where the picker is forbidden, as in a frame, it goes through the memory', async () => {
    const app = createDownloadApp()
    const { refuse } = stubSaveFilePicker()
    const { click } = mount(app)
    await click()
    refuse('SecurityError')
    await app.advance(1)
    await app.send(10)
    await app.end()
    expect(app.saved).toHaveLength(1)
  })

  it.each(['abort', 'failure'])('%s leaves no half a file', async (how) => {
    const app = createDownloadApp()
    const { files, pick } = stubSaveFilePicker()
    const { result, click } = mount(app)
    await click()
    pick()
    await app.advance(1)
    await app.send(500)
    if (how === 'abort') act(() => result.current.abort())
    else await app.cut(new Error('cut'))
    await app.advance(1)
    expect(files).toMatchObject([{ size: undefined, isAborted: true, isRemoved: true }])
    expect(result.current.phase).toBe(how === 'abort' ? 'idle' : 'failed')
  })

  it('a picker answered after the page was left saves nothing', async () => {
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

describe('the name of the file', () => {
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
  ])('of %j, where the server says %j, is %j', async (task, about, name) => {
    const app = createDownloadApp(about)
    app.know({ id: 'a', ...task })
    const { click } = mount(app)
    await click()
    await app.end()
    expect(app.saved.map((file) => file.name)).toEqual([name])
  })

  it.each([...fileNames, ...pageFileNames])(
    'of %s is safe on every system',
    async (_, prompt, name, type) => {
      const app = createDownloadApp({ type })
      app.know({ id: 'a', prompt })
      const { click } = mount(app)
      await click()
      await app.end()
      expect(app.saved.map((file) => file.name)).toEqual([name])
    },
  )

  it.each(noNames)('is the id where the prompt is %j', async (prompt) => {
    const app = createDownloadApp()
    app.know({ id: 'a', prompt })
    const { click } = mount(app)
    await click()
    await app.end()
    expect(app.saved.map((file) => file.name)).toEqual(['a.mp4'])
  })

  it('is the one the app gives, before the prompt', async () => {
    const app = createDownloadApp()
    app.know({ id: 'a', prompt: 'fox' })
    const { click } = mount(app, { fileName: 'Scene 1: snow' })
    await click()
    await app.end()
    expect(app.saved.map((file) => file.name)).toEqual(['Scene 1 snow.mp4'])
  })
})
