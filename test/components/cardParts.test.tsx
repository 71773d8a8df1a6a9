import '@testing-library/jest-dom/vitest'
import { render, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { videoTaskKeys } from 'react-video-task'
import { VideoTaskCard, type VideoTaskCardProps, VideoTaskSteps } from 'react-video-task/components'
import { createTestApp } from '../hooks/support/createTestApp.js'

const running = { model: 'wan2.6', status: 'in_progress', progress: 40 }
const completed = { model: 'wan2.6', status: 'completed', video_url: 'https://cdn.test/a.mp4' }

/** Renders a card of a task that the API answers with these fields. */
async function renderCard(answer: object, props: Partial<VideoTaskCardProps> = {}) {
  const app = createTestApp()
  app.answer = () => Response.json({ id: 'a', ...answer })
  const { container } = render(<VideoTaskCard taskId="a" {...props} />, { wrapper: app.wrapper })
  await app.advance(1_000)
  return container
}

it('is a full card with icons and a heading of level 3 where the app says nothing', async () => {
  const container = await renderCard(completed)
  const card = container.querySelector('article')
  expect(card).toHaveAttribute('data-variant', 'full')
  expect(card).toHaveAttribute('data-labels', 'icons')
  expect(card).toHaveAttribute('class', 'video-task-card')
  const heading = screen.getByRole('heading', { level: 3, name: 'Untitled video' })
  expect(heading).toHaveAttribute('title', 'Untitled video')
  expect(heading).toHaveAttribute('dir', 'auto')
  expect(heading).toHaveClass('video-task-title')
})

it.each([
  ['its prompt', { ...completed, prompt: 'A fox' }, undefined, 'A fox'],
  ['the title of the app', { ...completed, prompt: 'A fox' }, 'Mine', 'Mine'],
])('is named by %s', async (_, answer, title, name) => {
  await renderCard(answer, { title, headingLevel: 2 })
  const heading = screen.getByRole('heading', { level: 2 })
  expect(heading).toHaveTextContent(name)
  expect(heading).toHaveAttribute('title', name)
})

it.each<[string, object, Partial<VideoTaskCardProps>, string[]]>([
  ['its task', { ...running, size: '720x1280' }, {}, ['720', '1280']],
  ['the app', { ...running, size: '720x1280' }, { size: '1024x1024' }, ['1024', '1024']],
  ['most videos where nothing is known', running, {}, ['16', '9']],
])('has the shape of %s', async (_, answer, props, shape) => {
  const frame = (await renderCard(answer, props)).querySelector('canvas.video-task-frame')
  expect([frame?.getAttribute('width'), frame?.getAttribute('height')]).toEqual(shape)
})

it.each([
  ['waits', running, '/fox.png', '/fox.png'],
  ['waits without one', running, undefined, undefined],
  ['is finished', completed, '/fox.png', undefined],
])(
  'has its picture while it waits and its player once it is finished: it %s',
  async (_, answer, poster, expected) => {
    const container = await renderCard(answer, { poster })
    expect(container.querySelector('.video-task-backdrop')?.getAttribute('src')).toBe(expected)
    expect(container.querySelector('video') !== null).toBe(answer === completed)
  },
)

it.each([
  ['full', 'Your video appears here'],
  ['compact', undefined],
] as const)('says in a %s card without a task what comes there', async (variant, text) => {
  const container = await renderCard(running, { taskId: null, variant })
  expect(container.querySelector('.video-task-line')?.textContent).toBe(text)
})

it.each([
  ['full', 'running', running],
  ['full', 'finished', completed],
  ['compact', 'finished', completed],
] as const)('says once in a %s card that a video is deleted which was %s', async (variant, _, fields) => {
  const app = createTestApp()
  const observed = { first_seen: 0, highest_progress: 0, last_change: 0, watched_from: 0, deleted: 1 }
  const task = { id: 'a', object: 'video', progress: 40, ...fields, observed }
  app.queryClient.setQueryData(videoTaskKeys.detail('a'), task)
  app.answer = () => Response.json(task)
  const { container } = render(<VideoTaskCard taskId="a" variant={variant} />, { wrapper: app.wrapper })
  await app.advance(1_000)
  const textOf = (part: string) => container.querySelector(part)?.textContent
  expect(['.video-task-line', '.video-task-facts'].map(textOf)).toEqual(
    variant === 'full' ? ['Deleted', ''] : [undefined, 'Deleted'],
  )
  expect(container.querySelector('.video-task-well [role=progressbar], video')).toBeNull()
})

it.each([
  ['queued', ['In line', 'Making your video', 'Ready'], ['current', 'upcoming', 'upcoming']],
  ['in_progress', ['In line', 'Making your video', 'Ready'], ['done', 'current', 'upcoming']],
  ['completed', ['In line', 'Making your video', 'Ready'], ['done', 'done', 'current']],
  ['failed', ['In line', 'Making your video', 'Not made'], ['done', 'done', 'current']],
])('lists the steps of a video that is %s', async (status, words, steps) => {
  const app = createTestApp()
  app.answer = () => Response.json({ ...completed, id: 'a', status })
  render(<VideoTaskSteps taskId="a" />, { wrapper: app.wrapper })
  const items = () => screen.getAllByRole('listitem')
  expect(items().map(({ dataset }) => dataset['step'])).toEqual(['upcoming', 'upcoming', 'upcoming'])
  await app.advance(1_000)
  expect(items().map(({ textContent }) => textContent)).toEqual(words)
  expect(items().map(({ dataset }) => dataset['step'])).toEqual(steps)
  expect(items().map((item) => item.getAttribute('aria-current'))).toEqual(
    steps.map((step) => (step === 'current' ? 'step' : null)),
  )
})
