import '@testing-library/jest-dom/vitest'
import { render, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { videoTaskKeys } from 'react-video-task'
import { VideoTaskList, type VideoTaskListProps } from 'react-video-task/components'
import { createTestApp } from '../hooks/support/createTestApp.js'

const observed = { first_seen: 0, highest_progress: 0, last_change: 0, watched_from: 0 }
const running = { status: 'in_progress', progress: 40 }
const completed = { status: 'completed', progress: 100, video_url: 'https://cdn.test/a.mp4' }
const expired = { ...completed, observed: { ...observed, expired: 1 } }
const unplayable = { ...completed, observed: { ...observed, expired: 1, unplayable: true } }
const failed = { status: 'failed', progress: 0 }
const errored = { status: 'error', progress: 0 }
const deleted = { ...running, observed: { ...observed, deleted: 1 } }

/** Renders a list of tasks that the API answers with these fields; their ids are their places. */
async function renderList(tasks: object[], props: Partial<VideoTaskListProps> = {}) {
  const app = createTestApp()
  const known = new Map(tasks.map((fields, place) => [`${place}`, fields]))
  for (const [id, fields] of known)
    app.queryClient.setQueryData(videoTaskKeys.detail(id), { id, object: 'video', ...fields })
  app.answer = ({ url }) => {
    const id = url.split('/').at(-1) ?? ''
    return Response.json({ id, ...known.get(id) })
  }
  const list = (given: Partial<VideoTaskListProps>) => (
    <VideoTaskList taskIds={[...known.keys()]} {...given} />
  )
  const { container, rerender } = render(list(props), { wrapper: app.wrapper })
  await app.advance(1_000)
  await app.advance(1)
  return {
    advance: app.advance,
    answer: (id: string, fields: object) => known.set(id, fields),
    setProps: (next: Partial<VideoTaskListProps>) => rerender(list(next)),
    list: container.querySelector('section'),
    bar: () => container.querySelector<HTMLElement>('section > [role=progressbar]'),
    shapes: () =>
      [...container.querySelectorAll<HTMLElement>('li')].map(({ style }) =>
        style.getPropertyValue('--video-task-ratio'),
      ),
  }
}

it.each<[string, object[], { status: string; now: string; text: string }]>([
  [
    'in every state',
    [completed, expired, unplayable, failed, errored, deleted, running],
    { status: 'in_progress', now: '91', text: '91%, 3 ready, 2 not made, 1 deleted, 1 to go' },
  ],
  ['that are ready', [completed, completed], { status: 'completed', now: '100', text: '100%, 2 ready' }],
  [
    'that have begun',
    [running, { status: 'queued' }],
    { status: 'in_progress', now: '20', text: '20%, 2 to go' },
  ],
])('says how far all videos are, of videos %s', async (_, tasks, { status, now, text }) => {
  const bar = (await renderList(tasks)).bar()
  expect(bar).toHaveAttribute('data-status', status)
  expect(bar).toHaveAttribute('aria-label', 'Videos')
  expect(['min', 'max', 'now', 'text'].map((name) => bar?.getAttribute(`aria-value${name}`))).toEqual([
    '0',
    '100',
    now,
    text,
  ])
  expect(bar?.querySelector('.video-task-progress-time')).toHaveTextContent(text)
  expect(bar?.style.getPropertyValue('--video-task-progress')).toBe(`${now}.00`)
})

it('moves the bar of all videos with each of them', async () => {
  const { advance, answer, bar } = await renderList([running, { ...running, progress: 20 }])
  expect(bar()?.style.getPropertyValue('--video-task-progress')).toBe('30.00')
  answer('0', { ...running, progress: 42 })
  await advance(6_000)
  await advance(1)
  expect(bar()).toHaveAttribute('aria-valuenow', '31')
  expect(bar()?.style.getPropertyValue('--video-task-progress')).toBe('31.00')
})

it('has no bar where it has no videos', async () => {
  expect((await renderList([])).bar()).toBeNull()
})

it.each<[string, Partial<VideoTaskListProps>, { layout: string; variant: string; isLarge: boolean }]>([
  ['a grid, which plays in place', {}, { layout: 'grid', variant: 'full', isLarge: false }],
  ['a grid with a large view', { lightbox: true }, { layout: 'grid', variant: 'full', isLarge: true }],
  ['rows', { layout: 'rows' }, { layout: 'rows', variant: 'compact', isLarge: true }],
  [
    'rows without a large view',
    { layout: 'rows', lightbox: false },
    { layout: 'rows', variant: 'compact', isLarge: false },
  ],
  ['a gallery', { layout: 'gallery' }, { layout: 'gallery', variant: 'full', isLarge: true }],
])('is %s', async (_, props, { layout, variant, isLarge }) => {
  const { list } = await renderList([completed], { className: 'mine', ...props })
  expect(list).toHaveAttribute('data-layout', layout)
  expect(list).toHaveAttribute('class', 'video-task-list mine')
  expect(screen.getByRole('article')).toHaveAttribute('data-variant', variant)
  expect(screen.getByRole('button', { name: 'Play: Untitled video' }).getAttribute('aria-haspopup')).toBe(
    isLarge ? 'dialog' : null,
  )
})

it('gives the entries of a gallery alone the shapes of their videos: of the app, of the task, or of most videos', async () => {
  const tasks = [{ ...completed, size: '720x1280' }, { ...completed, size: '720x1280' }, completed]
  const sizes = (size: string) => (id: string) => (id === '0' ? { size } : undefined)
  const { shapes, setProps } = await renderList(tasks, { layout: 'gallery', details: sizes('1024x1024') })
  expect(shapes()).toEqual(['1024 / 1024', '720 / 1280', '16 / 9'])
  setProps({ layout: 'gallery', details: sizes('1280x720') })
  expect(shapes()).toEqual(['1280 / 720', '720 / 1280', '16 / 9'])
  const grid = await renderList(tasks, { details: sizes('1024x1024') })
  expect(grid.shapes()).toEqual(['', '', ''])
})

it('shows a video once, with what the app knows of it, under a heading of the level of the list', async () => {
  const details = (id: string) => (id === '0' ? { title: 'A fox', className: 'mine' } : undefined)
  await renderList([completed, failed], { taskIds: ['1', '0', '1'], details, headingLevel: 4 })
  expect(screen.getAllByRole('heading', { level: 4 }).map(({ textContent }) => textContent)).toEqual([
    'Untitled video',
    'A fox',
  ])
  expect(screen.getAllByRole('article').map(({ className }) => className)).toEqual([
    'video-task-card',
    'video-task-card mine',
  ])
})

it("shows the app's own element for each video", async () => {
  await renderList([completed, failed], { children: (id) => <p>Mine {id}</p> })
  expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual(['Mine 0', 'Mine 1'])
  expect(screen.queryByRole('article')).toBeNull()
})
