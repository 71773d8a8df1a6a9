import { act, renderHook } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import { useVideoTaskDownload, type UseVideoTaskDownloadOptions } from 'react-video-task'
import { fileNames, noNames, pageFileNames } from '../support/fileNames.js'
import { downloadWorld } from './support/downloadWorld.js'
import { stubPicker } from './support/stubPicker.js'

type World = ReturnType<typeof downloadWorld>

/** A component that downloads; counts its renders. */
function mount(world: World, options?: UseVideoTaskDownloadOptions) {
  let renders = 0
  const hook = renderHook(
    ({ id }) => {
      renders += 1
      return useVideoTaskDownload(id, options)
    },
    { wrapper: world.wrapper, initialProps: { id: 'a' as string | null } },
  )
  const click = async () => {
    act(() => hook.result.current.download())
    await world.pass(1)
  }
  return { ...hook, click, renders: () => renders }
}

describe('through the memory, where the browser has no picker', () => {
  it('saves all bytes as one file, tells how far it is, and lets go of the memory', async () => {
    const world = downloadWorld({ total: 3_000 })
    world.know({ id: 'a', prompt: 'A fox in the snow' })
    const { result, click } = mount(world)
    expect(result.current).toMatchObject({ phase: 'idle', loaded: 0, total: undefined, error: null })
    await click()
    expect(result.current.phase).toBe('downloading')
    await world.send(1_000)
    await world.pass(300)
    expect(result.current).toMatchObject({ phase: 'downloading', loaded: 1_000, total: 3_000 })
    await world.send(2_000)
    await world.end()
    expect(result.current).toMatchObject({ phase: 'saved', loaded: 3_000, total: 3_000, error: null })
    expect(world.saved).toHaveLength(1)
    expect(world.saved[0]).toMatchObject({ name: 'A fox in the snow.mp4' })
    expect(world.saved[0]?.blob).toMatchObject({ size: 3_000, type: 'video/mp4' })
    await world.pass(60_000)
    expect(world.urls.size).toBe(0)
  })

  it('a second click while it is under way does nothing, one after it saves again', async () => {
    const world = downloadWorld()
    const { click } = mount(world)
    await click()
    await click()
    expect(world.opened).toHaveLength(1)
    await world.end()
    await click()
    await world.end()
    expect(world.saved).toHaveLength(2)
  })

  it('renders at most four times a second while bytes arrive', async () => {
    const world = downloadWorld({ total: 1_000 })
    const { click, renders, result } = mount(world)
    await click()
    const before = renders()
    for (let piece = 0; piece < 400; piece++) {
      await world.send(1)
      await world.pass(4)
    }
    expect(result.current.loaded).toBeGreaterThan(200)
    expect(renders() - before).toBeGreaterThan(4)
    expect(renders() - before).toBeLessThanOrEqual(9)
  })

  it('abort ends the request and leaves nothing behind', async () => {
    const world = downloadWorld()
    const { result, click } = mount(world)
    await click()
    await world.send(500)
    act(() => result.current.abort())
    expect(result.current).toMatchObject({ phase: 'idle', loaded: 0, error: null })
    await world.pass(1)
    expect(world.opened[0]?.signal?.aborted).toBe(true)
    expect(world.isCancelled()).toBe(true)
    await world.pass(60_000)
    expect(result.current.phase).toBe('idle')
    expect(world.saved).toEqual([])
  })

  it('a download right after an abort is not disturbed by it', async () => {
    const world = downloadWorld()
    const { result, click } = mount(world)
    await click()
    act(() => {
      result.current.abort()
      result.current.download()
    })
    await world.pass(1)
    expect(result.current.phase).toBe('downloading')
    await world.send(10)
    await world.end()
    expect(result.current).toMatchObject({ phase: 'saved', loaded: 10 })
    expect(world.saved).toHaveLength(1)
  })

  it.each(['unmounting', 'another id'])('%s ends it', async (how) => {
    const world = downloadWorld()
    const { result, click, unmount, rerender } = mount(world)
    await click()
    await world.send(500)
    if (how === 'unmounting') unmount()
    else rerender({ id: 'b' })
    await world.pass(60_000)
    expect(world.opened[0]?.signal?.aborted).toBe(true)
    expect(world.isCancelled()).toBe(true)
    expect(world.saved).toEqual([])
    if (how === 'another id') expect(result.current.phase).toBe('idle')
  })

  it('an answer that breaks off fails it, and the next click tries again', async () => {
    const world = downloadWorld({ total: 1_000 })
    const { result, click } = mount(world)
    await click()
    await world.send(500)
    const cause = new Error('cut')
    await world.cut(cause)
    expect(result.current).toMatchObject({
      phase: 'failed',
      loaded: 500,
      error: { name: 'VideoNetworkError', cause },
    })
    expect(world.saved).toEqual([])
    await click()
    expect(result.current).toMatchObject({ phase: 'downloading', error: null })
  })

  it('a client that cannot open its content fails it', async () => {
    const world = downloadWorld()
    world.client.fetchContent = () => {
      throw new Error('no route')
    }
    const { result, click } = mount(world)
    await click()
    expect(result.current).toMatchObject({ phase: 'failed', error: { message: 'no route' } })
  })

  it('without an id there is nothing to download', async () => {
    const world = downloadWorld()
    const { result, click, rerender } = mount(world)
    rerender({ id: null })
    await click()
    expect(result.current.phase).toBe('idle')
    expect(world.opened).toEqual([])
  })

  it('a client of the app that only names the route is fetched from', async () => {
    const world = downloadWorld()
    delete world.client.fetchContent
    const asked: string[] = []
    const fetch = vi.spyOn(globalThis, 'fetch').mockImplementation(async (input) => {
      asked.push(String(input))
      return asked.length === 1
        ? new Response(new Uint8Array(7), { headers: { 'content-type': 'video/webm' } })
        : Response.json({ error: { message: 'gone', code: 'file_gone' } }, { status: 502 })
    })
    const { result, click } = mount(world)
    await click()
    await world.pass(10)
    expect(asked).toEqual(['/v1/videos/a/content'])
    expect(result.current).toMatchObject({ phase: 'saved', loaded: 7 })
    expect(world.saved[0]?.name).toBe('a.webm')
    await click()
    await world.pass(10)
    expect(result.current).toMatchObject({ phase: 'failed', error: { code: 'file_gone' } })
    fetch.mockRestore()
  })
})

describe('straight to the disk, where the browser has a picker', () => {
  it('asks within the click, before anything is requested', async () => {
    const world = downloadWorld()
    const { files } = stubPicker()
    const { result } = mount(world, { fileName: 'my fox' })
    act(() => result.current.download())
    expect(files).toMatchObject([{ suggested: 'my fox.mp4' }])
    await world.pass(1_000)
    expect(world.opened).toEqual([])
    expect(result.current.phase).toBe('idle')
  })

  it('streams to the file and keeps nothing in memory', async () => {
    const world = downloadWorld({ total: 3_000 })
    const { files, pick } = stubPicker()
    const { result, click } = mount(world)
    await click()
    await click()
    expect(files).toHaveLength(1)
    pick()
    await world.pass(1)
    await world.send(1_000)
    await world.send(2_000)
    await world.end()
    expect(files).toMatchObject([{ size: 3_000, isAborted: false, isRemoved: false }])
    expect(result.current).toMatchObject({ phase: 'saved', loaded: 3_000 })
    expect(world.urls.size + world.saved.length).toBe(0)
  })

  it('closing the picker is no failure, and the next click opens it again', async () => {
    const world = downloadWorld()
    const { files, refuse } = stubPicker()
    const { result, click } = mount(world)
    await click()
    refuse('AbortError')
    await world.pass(1)
    expect(result.current).toMatchObject({ phase: 'idle', error: null })
    expect(world.opened).toEqual([])
    await click()
    expect(files).toHaveLength(2)
  })

  it('where the picker is forbidden, as in a frame, it goes through the memory', async () => {
    const world = downloadWorld()
    const { refuse } = stubPicker()
    const { click } = mount(world)
    await click()
    refuse('SecurityError')
    await world.pass(1)
    await world.send(10)
    await world.end()
    expect(world.saved).toHaveLength(1)
  })

  it.each(['abort', 'failure'])('%s leaves no half a file', async (how) => {
    const world = downloadWorld()
    const { files, pick } = stubPicker()
    const { result, click } = mount(world)
    await click()
    pick()
    await world.pass(1)
    await world.send(500)
    if (how === 'abort') act(() => result.current.abort())
    else await world.cut(new Error('cut'))
    await world.pass(1)
    expect(files).toMatchObject([{ size: undefined, isAborted: true, isRemoved: true }])
    expect(result.current.phase).toBe(how === 'abort' ? 'idle' : 'failed')
  })

  it('a picker answered after the page was left saves nothing', async () => {
    const world = downloadWorld()
    const { files, pick } = stubPicker()
    const { click, unmount } = mount(world)
    await click()
    unmount()
    pick()
    await world.pass(1)
    expect(files).toMatchObject([{ size: undefined, isRemoved: true }])
    expect(world.isCancelled()).toBe(true)
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
    const world = downloadWorld(about)
    world.know({ id: 'a', ...task })
    const { click } = mount(world)
    await click()
    await world.end()
    expect(world.saved.map((file) => file.name)).toEqual([name])
  })

  it.each([...fileNames, ...pageFileNames])(
    'of %s is safe on every system',
    async (_, prompt, name, type) => {
      const world = downloadWorld({ type })
      world.know({ id: 'a', prompt })
      const { click } = mount(world)
      await click()
      await world.end()
      expect(world.saved.map((file) => file.name)).toEqual([name])
    },
  )

  it.each(noNames)('is the id where the prompt is %j', async (prompt) => {
    const world = downloadWorld()
    world.know({ id: 'a', prompt })
    const { click } = mount(world)
    await click()
    await world.end()
    expect(world.saved.map((file) => file.name)).toEqual(['a.mp4'])
  })

  it('is the one the app gives, before the prompt', async () => {
    const world = downloadWorld()
    world.know({ id: 'a', prompt: 'fox' })
    const { click } = mount(world, { fileName: 'Scene 1: snow' })
    await click()
    await world.end()
    expect(world.saved.map((file) => file.name)).toEqual(['Scene 1 snow.mp4'])
  })
})
