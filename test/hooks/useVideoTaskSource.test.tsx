import { act, render, renderHook } from '@testing-library/react'
import { StrictMode } from 'react'
import { expect, it, onTestFinished, vi } from 'vitest'
import { useVideoTaskSource, type VideoTaskSourcePreference } from 'react-video-task'
import { playbackRecovery } from '../../src/hooks/source/usePlayback.js'
import { createDownloadApp } from './support/createDownloadApp.js'

const DATA = `data:video/mp4;base64,${btoa('\x00\x01\xff')}`

/** Renders a player of the task `a` in StrictMode, and counts the `blob:` URLs that were made. */
function mount(app: ReturnType<typeof createDownloadApp>, source?: VideoTaskSourcePreference) {
  const shown: (string | undefined)[] = []
  let media: ReturnType<typeof useVideoTaskSource> | undefined
  function Player() {
    media = useVideoTaskSource('a', { source })
    shown.push(media.src)
    return <video src={media.src} ref={media.ref} />
  }
  const { unmount, container } = render(
    <StrictMode>
      <Player />
    </StrictMode>,
    { wrapper: app.wrapper },
  )
  return {
    shown,
    unmount,
    src: () => container.querySelector('video')?.getAttribute('src'),
    phase: () => media?.phase,
    fail: () => media?.onError(),
  }
}

it('plays a video inside the task by way of one blob URL, and revokes it on unmount', async () => {
  const app = createDownloadApp()
  app.setTask({ id: 'a', video_data: DATA })
  const { shown, unmount, src } = mount(app)
  await app.advance(10)
  expect(src()).toMatch(/^blob:/)
  expect(app.urls.get(src() ?? '')).toMatchObject({ type: 'video/mp4', size: 3 })
  expect(app.urls.size).toBe(1)
  expect(shown.filter((url) => url !== undefined && !url.startsWith('blob:'))).toEqual([])
  unmount()
  expect(app.urls.size).toBe(0)
  expect(app.contentRequests).toEqual([])
})

it('plays the content route where a blob URL does not play', async () => {
  const app = createDownloadApp()
  app.setTask({ id: 'a', video_data: DATA })
  const { src, fail } = mount(app)
  await app.advance(10)
  act(fail)
  await app.advance(20_000)
  expect(src()).toBe('/v1/videos/a/content')
})

it.each(['data:text/html;base64,AAAA', 'data:video/mp4;base64,%', 'javascript:alert(1)'])(
  'plays the content route instead of an unreadable video inside the task: %s',
  async (video_data) => {
    const app = createDownloadApp()
    app.setTask({ id: 'a', video_data, video_url: video_data })
    const { src, shown } = mount(app)
    await app.advance(10)
    expect(src()).toBe('/v1/videos/a/content')
    expect(shown).not.toContain(video_data)
    expect(app.urls.size).toBe(0)
  },
)

it('hears nothing more of an element that its ref has left', async () => {
  const app = createDownloadApp()
  app.setTask({ id: 'a', video_url: 'https://files.test/a.mp4' })
  function Player({ element }: { element: string }) {
    const { src, ref } = useVideoTaskSource('a')
    return <video key={element} src={src} ref={ref} />
  }
  const { container, rerender } = render(<Player element="first" />, { wrapper: app.wrapper })
  await app.advance(10)
  const first = container.querySelector('video')
  if (!first) throw new Error('No video was rendered.')
  rerender(<Player element="second" />)
  const second = container.querySelector('video')
  if (!second) throw new Error('No second video was rendered.')
  first.dispatchEvent(new Event('error'))
  await app.advance(60_000)
  expect(second.getAttribute('src')).toBe('https://files.test/a.mp4')
  second.dispatchEvent(new Event('error'))
  await app.advance(60_000)
  expect(second.getAttribute('src')).toBe('/v1/videos/a/content')
})

it('prefers the content route where the app does', async () => {
  const app = createDownloadApp()
  app.setTask({ id: 'a', video_data: DATA })
  const { shown } = mount(app, 'content')
  await app.advance(10)
  expect(new Set(shown)).toEqual(new Set(['/v1/videos/a/content']))
})

it.each([
  ['a link breaks', { video_url: 'https://bucket.example/a.mp4' }],
  ['the video is inside the task', { video_data: DATA }],
])(
  'counts a link as expired where %s and the recovery does not load, and recovers with a new one',
  async (_, task) => {
    const app = createDownloadApp()
    app.setTask({ id: 'a', ...task })
    const current = vi.spyOn(playbackRecovery, 'current').mockReturnValue(null)
    onTestFinished(() => current.mockRestore())
    const { src, fail, phase } = mount(app)
    await app.advance(10)
    act(fail)
    await app.advance(10)
    expect(phase()).toBe('expired')
    current.mockRestore()
    app.setTask({ id: 'a', ...task })
    await app.advance(10)
    expect(phase()).toBe('ready')
    expect(src()).toMatch(/^(https|blob):/)
  },
)

it('its props for the video have the URL and the ref', async () => {
  const app = createDownloadApp()
  app.setTask({ id: 'a', video_url: 'https://files.test/a.mp4' })
  const { result } = renderHook(() => useVideoTaskSource('a'), { wrapper: app.wrapper })
  await app.advance(10)
  const { src, ref, video } = result.current
  expect(video).toEqual({ src: 'https://files.test/a.mp4', ref })
  expect(src).toBe(video.src)
})
