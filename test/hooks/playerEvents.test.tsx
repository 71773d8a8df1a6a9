import { act, render } from '@testing-library/react'
import { useCallback } from 'react'
import { expect, it, onTestFinished, vi } from 'vitest'
import { type CompletedVideoTask, useVideoTaskSource, type VideoClient } from 'react-video-task'
// Private: whether the part that recovers has loaded.
import { playbackRecovery } from '../../src/hooks/source/usePlayback.js'
import { createDownloadApp } from './support/createDownloadApp.js'

const CONTENT = '/v1/videos/a/content'
const urlOf = (name: string) => `https://cdn.test/${name}.mp4`

/** A player of the task `a`, whose polls find another link, and the state of its element, which jsdom does not have. */
async function mount(
  task: Partial<CompletedVideoTask>,
  given: { videoWidth?: number; error?: { code: number } } = {},
) {
  const app = createDownloadApp()
  app.setTask({ id: 'a', ...task })
  const media = {
    ...{ currentTime: 0, playbackRate: 1, paused: true, ended: false, videoWidth: 640, error: null },
    ...{ play: vi.fn(async () => {}), pause: vi.fn(), ...given },
  }
  const state = Object.fromEntries(
    Object.keys(media).map((name) => {
      const set = (value: unknown) => Reflect.set(media, name, value)
      return [name, { get: (): unknown => Reflect.get(media, name), set }]
    }),
  )
  const retrieve = vi.fn<VideoClient['retrieve']>(async (id) => ({
    ...{ id, object: 'video', status: 'completed', progress: 100 },
    ...{ ...task, video_url: urlOf('2') },
  }))
  const client: VideoClient = { ...app.client, retrieve }
  const shown: (string | undefined)[] = []
  let phase: string | undefined
  function Player() {
    const { src, ref, ...source } = useVideoTaskSource('a', { client })
    phase = source.phase
    if (shown.at(-1) !== src) shown.push(src)
    const attach = useCallback(
      (element: HTMLVideoElement | null) => {
        if (element) Object.defineProperties(element, state)
        ref(element)
      },
      [ref],
    )
    return <video src={src} ref={attach} />
  }
  const { container } = render(<Player />, { wrapper: app.wrapper })
  await app.advance(10)
  return {
    ...{ ...app, media, retrieve, shown },
    phase: () => phase,
    dispatch: async (type: string) => {
      act(() => void container.querySelector('video')?.dispatchEvent(new Event(type)))
      await app.advance(10)
    },
  }
}

it('goes on where it was, after the first error of a video that had loaded', async () => {
  const { media, dispatch, shown } = await mount({ video_url: urlOf('1') })
  await dispatch('loadedmetadata')
  media.currentTime = 12
  await dispatch('error')
  expect(shown.at(-1)).toBe(urlOf('2'))
  media.currentTime = 0
  await dispatch('loadedmetadata')
  expect(media.currentTime).toBe(12)
})

it.each([
  ['pause', { paused: true }],
  ['ended', { ended: true }],
])('replaces a link that expires soon at the event %s of a video that plays', async (event, state) => {
  const { media, retrieve, dispatch, shown, advance } = await mount({
    video_url: urlOf('1'),
    expires_at: Math.round(Date.now() / 1_000) + 600,
  })
  media.paused = false
  await advance(570_000)
  expect(retrieve).not.toHaveBeenCalled()
  Object.assign(media, state)
  await dispatch(event)
  await advance(30_000)
  expect(retrieve).toHaveBeenCalledTimes(1)
  expect(shown).toEqual([urlOf('1'), urlOf('2')])
})

it.each([
  ['none', 0, [urlOf('1'), urlOf('2')]],
  ['some', 640, [urlOf('1')]],
])(
  'takes a video of which the browser shows %s of the pictures for broken, or not',
  async (_, videoWidth, urls) => {
    const { dispatch, shown } = await mount({ video_url: urlOf('1') }, { videoWidth })
    await dispatch('loadeddata')
    expect(shown).toEqual(urls)
  },
)

it('finds a link that broke before the page could listen', async () => {
  const { shown } = await mount({ video_url: urlOf('1') }, { error: { code: 4 } })
  expect(shown.slice(0, 2)).toEqual([urlOf('1'), urlOf('2')])
})

it.each<[string, Partial<CompletedVideoTask>, number]>([
  ['a link without an expiry', { video_url: urlOf('1') }, 0],
  ['a link that expires', { video_url: `${urlOf('1')}?Expires=1900000000` }, 1],
  ['a task that says when its link expires', { video_url: urlOf('1'), expires_at: 1_900_000_000 }, 1],
  ['the content route', {}, 0],
])('loads what recovers for %s only where a refresh may be due', async (_, task, loads) => {
  const load = vi.spyOn(playbackRecovery, 'load')
  onTestFinished(() => load.mockRestore())
  const { shown } = await mount(task)
  expect(load.mock.calls.length > 0).toBe(loads > 0)
  expect(shown).toEqual([task.video_url ?? CONTENT])
})

it('plays a link that expires where the part that would refresh it does not load', async () => {
  const current = vi.spyOn(playbackRecovery, 'current').mockReturnValue(null)
  onTestFinished(() => current.mockRestore())
  const { phase, shown, advance } = await mount({ video_url: `${urlOf('1')}?Expires=1900000000` })
  await advance(1_000)
  expect([phase(), shown]).toEqual(['ready', [`${urlOf('1')}?Expires=1900000000`]])
})
