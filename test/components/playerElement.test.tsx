import '@testing-library/jest-dom/vitest'
import { fireEvent, render, screen } from '@testing-library/react'
import { type ComponentProps, createRef } from 'react'
import { expect, it, vi } from 'vitest'
import { VideoTaskPlayer, VideoTaskRoot } from 'react-video-task/components'
import { createTestApp } from '../hooks/support/createTestApp.js'

type PlayerProps = Partial<ComponentProps<typeof VideoTaskPlayer>>

const running = { model: 'wan2.6', status: 'in_progress', progress: 40 }
const completed = { model: 'wan2.6', status: 'completed', video_url: 'https://cdn.test/a.mp4' }
const content = 'http://api.test/v1/videos/a/content'

/** Renders the player of a task that the API answers with these fields. */
async function renderPlayer(answer: object, props: PlayerProps = {}) {
  const app = createTestApp()
  app.answer = () => Response.json({ id: 'a', ...answer })
  const view = render(<VideoTaskPlayer taskId="a" {...props} />, { wrapper: app.wrapper })
  await app.advance(1_000)
  const video = view.container.querySelector('video')
  if (!video) throw new Error('The player has no video.')
  return {
    ...view,
    advance: app.advance,
    setAnswer: (next: typeof app.answer) => void (app.answer = next),
    video,
    cover: () => screen.queryByRole('button', { name: /^Play/ }),
  }
}

it.each<[string, object, PlayerProps, { poster: string | null; preload: string; fragment: string }]>([
  [
    'its first frame where there is no picture',
    completed,
    {},
    { poster: null, preload: 'metadata', fragment: '#t=0.001' },
  ],
  [
    'the picture of the app, and nothing else where the task knows its length',
    { ...completed, seconds: '1' },
    { poster: '/fox.png' },
    { poster: '/fox.png', preload: 'none', fragment: '' },
  ],
  [
    'the picture of the app, and a length that the video has to say',
    { ...completed, seconds: '0' },
    { poster: '/fox.png' },
    { poster: '/fox.png', preload: 'metadata', fragment: '' },
  ],
  [
    'the picture of the provider',
    { ...completed, cover_url: 'https://cdn.test/a.png' },
    {},
    { poster: 'https://cdn.test/a.png', preload: 'metadata', fragment: '' },
  ],
  [
    'the picture of the app before that of the provider',
    { ...completed, cover_url: 'https://cdn.test/a.png' },
    { poster: '/fox.png' },
    { poster: '/fox.png', preload: 'metadata', fragment: '' },
  ],
  [
    'the still of a kept film, which is worth no request for the film',
    { ...completed, still: 'kept' },
    {},
    { poster: `${content}?variant=thumbnail`, preload: 'none', fragment: '' },
  ],
  [
    'its first frame where a kept film has no still yet',
    { ...completed, still: 'wanted' },
    {},
    { poster: null, preload: 'metadata', fragment: '#t=0.001' },
  ],
  [
    'nothing where the app says to load nothing',
    completed,
    { preload: 'none' },
    { poster: null, preload: 'none', fragment: '' },
  ],
])('shows %s', async (_, answer, props, { poster, preload, fragment }) => {
  const { video } = await renderPlayer(answer, props)
  expect(video.src).toBe(completed.video_url + fragment)
  expect(video.getAttribute('poster')).toBe(poster)
  expect(video.preload).toBe(preload)
})

it.each<[string, object, PlayerProps, { controls: boolean; tabIndex: string | null; isCovered: boolean }]>([
  ['a running video', running, {}, { controls: false, tabIndex: '-1', isCovered: false }],
  ['a video that has not played', completed, {}, { controls: false, tabIndex: '-1', isCovered: true }],
  [
    'a video with controls',
    completed,
    { controls: true },
    { controls: true, tabIndex: null, isCovered: false },
  ],
  [
    'a video that plays at once',
    completed,
    { autoPlay: true },
    { controls: true, tabIndex: null, isCovered: false },
  ],
])('says what to press on %s', async (_, answer, props, expected) => {
  const { video, cover } = await renderPlayer(answer, props)
  expect({
    controls: video.controls,
    tabIndex: video.getAttribute('tabindex'),
    isCovered: cover() !== null,
  }).toEqual(expected)
})

it('has its controls in place of the cover once it plays', async () => {
  const onPlay = vi.fn()
  const { video, cover } = await renderPlayer(completed, { onPlay })
  fireEvent.play(video)
  expect(onPlay).toHaveBeenCalledTimes(1)
  expect([video.controls, video.getAttribute('tabindex'), cover()]).toEqual([true, null, null])
})

it.each<[string, object, PlayerProps, string[]]>([
  ['its task', { ...completed, size: '720x1280' }, {}, ['720', '1280', '720 / 1280']],
  ['the app', { ...completed, size: '720x1280' }, { size: '1024x1024' }, ['1024', '1024', '1024 / 1024']],
  ['most videos where nothing is known', completed, {}, ['16', '9', '16 / 9']],
])('has the shape of %s', async (_, answer, props, shape) => {
  const { video } = await renderPlayer(answer, props)
  expect([
    video.getAttribute('width'),
    video.getAttribute('height'),
    video.style.getPropertyValue('--video-task-ratio'),
  ]).toEqual(shape)
})

it.each([
  ['queued', true, null],
  ['in_progress', true, null],
  ['failed', false, 'Not made'],
  ['completed', false, null],
])('says where a video that is %s stands', async (status, hasBar, line) => {
  const { container } = await renderPlayer({ ...completed, status })
  expect(container.querySelector('.video-task-stage')).toHaveClass('video-task-well')
  expect(screen.queryByRole('progressbar') !== null).toBe(hasBar)
  expect(container.querySelector('.video-task-line')?.textContent ?? null).toBe(line)
})

it.each(['in_progress', 'failed'])(
  'leaves where a video that is %s stands to the other parts of a root',
  async (status) => {
    const app = createTestApp()
    app.answer = () => Response.json({ ...completed, id: 'a', status })
    const { container } = render(
      <VideoTaskRoot taskId="a">
        <VideoTaskPlayer />
      </VideoTaskRoot>,
      { wrapper: app.wrapper },
    )
    await app.advance(1_000)
    expect(container.querySelector('video')).toHaveAttribute('data-status', status)
    const stage = container.querySelector('.video-task-stage')
    expect(stage?.className).toBe('video-task-stage')
    expect(stage?.textContent).toBe('')
    expect(stage?.children).toHaveLength(1)
  },
)

it('is busy while a new link is fetched in place of one that does not play', async () => {
  const app = await renderPlayer(completed)
  expect(app.video).not.toHaveAttribute('aria-busy')
  app.setAnswer(() => new Promise<Response>(() => {}))
  fireEvent.error(app.video)
  await app.advance(100)
  expect(app.video).toHaveAttribute('aria-busy', 'true')
})

it('passes its element to the app, and takes it back', async () => {
  const ref = createRef<HTMLVideoElement>()
  const { video, unmount } = await renderPlayer(completed, { ref })
  expect(ref.current).toBe(video)
  unmount()
  expect(ref.current).toBeNull()
})
