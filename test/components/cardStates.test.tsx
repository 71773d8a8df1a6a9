import '@testing-library/jest-dom/vitest'
import { fireEvent, render, screen } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import { videoTaskKeys } from 'react-video-task'
import { VideoTaskCard, type VideoTaskCardProps, VideoTaskPlayer } from 'react-video-task/components'
import { createTestApp } from '../hooks/support/createTestApp.js'

const media = { model: 'wan2.6', size: '1280x720' }
const queued = { ...media, status: 'queued' }
const running = { ...media, status: 'in_progress', progress: 40 }
const unmeasured = { ...media, status: 'in_progress' }
const completed = { ...media, status: 'completed', video_url: 'https://cdn.test/a.mp4' }
const failed = { ...media, status: 'failed', error: { message: 'No', request_id: 'req_7' } }
const errored = { ...failed, status: 'error' }
const refused = { ...media, status: 'failed', error: { message: 'Refused', code: 'moderation' } }
const observed = { first_seen: 0, highest_progress: 100, last_change: 0, watched_from: 0 }
const deleted = { ...running, observed: { ...observed, deleted: 1 } }
const unplayable = { ...completed, observed: { ...observed, expired: 1, unplayable: true } }
const expired = { ...completed, observed: { ...observed, expired: 1 } }

const compact = { variant: 'compact' } as const
const actions = { onRetry: () => {}, onEditPrompt: () => {} }

/** Renders a card of a task that the API answers with these fields or with this status, and then with the second ones. */
async function renderCard(answer: object | number, props: Partial<VideoTaskCardProps> = {}, second = answer) {
  const app = createTestApp()
  app.answer = () => {
    const now = app.requestCount() > 1 ? second : answer
    return typeof now === 'number' ? new Response('{}', { status: now }) : Response.json({ id: 'a', ...now })
  }
  if (typeof answer === 'object' && 'observed' in answer)
    app.queryClient.setQueryData(videoTaskKeys.detail('a'), { id: 'a', object: 'video', ...answer })
  const { container, unmount } = render(<VideoTaskCard taskId="a" title="A fox" {...props} />, {
    wrapper: app.wrapper,
  })
  for (const ms of [1_000, 1, second === answer ? 0 : 6_000, 1]) await app.advance(ms)
  const textsOf = (selector: string) =>
    Array.from(container.querySelector(selector)?.children ?? [], ({ textContent }) => textContent)
  return {
    ...app,
    container,
    unmount,
    facts: () => textsOf('.video-task-facts'),
    verbs: () => textsOf('.video-task-verbs'),
  }
}

describe('the line under the title', () => {
  it.each<[string, object | number, Partial<VideoTaskCardProps>, string[]]>([
    ['a queued video, whose bar has its state', queued, {}, ['1280 × 720', 'wan2.6']],
    ['a queued video in a row', queued, compact, ['In line', 'Waiting 1s']],
    ['a queued video, whose bar is of the app', queued, { slots: { progress: <i /> } }, ['In line']],
    ['a running video', running, {}, ['Making your video']],
    ['a running video in a row', running, compact, ['40%', '']],
    ['a video without a percentage, whose bar has its state', unmeasured, {}, ['1280 × 720', 'wan2.6']],
    ['a video without a percentage in a row', unmeasured, compact, ['Making your video', '']],
    ['a finished video', completed, {}, ['1280 × 720', 'wan2.6']],
    ['a finished video in a row', completed, compact, ['1280 × 720', 'wan2.6']],
    ['a finished video of no known model', { ...completed, model: undefined }, {}, ['1280 × 720']],
    ['a finished video of which nothing is known', { ...completed, model: '', size: '' }, {}, ['Ready']],
    ['a failed video', failed, {}, ['Not made', 'req_7']],
    ['a failed video without a reference', refused, {}, ['Not made']],
    ['a state in words of the app', running, { slots: { status: <p>Mine</p> } }, ['Mine']],
    ['no state, where the app leaves it out', running, { slots: { status: null } }, []],
    [
      'a finished video with words of the app',
      completed,
      { slots: { status: <p>Mine</p> } },
      ['Mine', '1280 × 720', 'wan2.6'],
    ],
    ['an answer that the API refuses', 401, {}, ['Unavailable']],
  ])('says of %s what no other part does', async (_, answer, props, texts) => {
    const { facts } = await renderCard(answer, props)
    expect(facts()).toEqual(texts)
  })

  it('writes width before height in a page that runs the other way', async () => {
    const { container } = await renderCard(completed)
    expect(container.querySelector('.video-task-facts bdi')).toHaveAttribute('dir', 'ltr')
  })

  it('keeps the percentage of a video whose state cannot be fetched', async () => {
    const { facts } = await renderCard(running, {}, 401)
    expect(facts()).toEqual(['Unavailable', expect.stringMatching(/^4\d%$/)])
  })

  it('moves the percentage of a row on between two polls', async () => {
    const { facts, advance, requestCount } = await renderCard(running, compact)
    expect(facts()).toEqual(['40%', ''])
    await advance(3_500)
    expect(requestCount()).toBe(1)
    expect(Number.parseInt(facts()[0] ?? '')).toBeGreaterThan(40)
  })

  it.each([
    ['finished', completed, 600, '10 min. ago'],
    ['failed', failed, 1_200, '20 min. ago'],
  ])('says how long ago a video was %s, and goes on with the clock', async (_, fields, age, text) => {
    const seconds = Math.floor(Date.now() / 1_000)
    const times = fields === completed && { completed_at: seconds - age }
    const answer = { ...fields, created_at: seconds - 1_200, ...times }
    const { facts, advance, container } = await renderCard(answer, { time: true })
    expect(facts().at(-1)).toBe(text)
    expect(container.querySelector('time')?.dateTime).toBe(new Date((seconds - age) * 1_000).toISOString())
    await advance(60_000)
    expect(facts().at(-1)).toBe(text.replace('0', '1'))
  })

  it.each([
    ['a finished video of no known time', completed, { time: true }],
    ['a running video', { ...running, created_at: 1_000 }, { time: true }],
    ['a video whose app does not ask for it', { ...completed, created_at: 1_000 }, {}],
  ])('says no time of %s', async (_, answer, props) => {
    const { container } = await renderCard(answer, props)
    expect(container.querySelector('time')).toBeNull()
  })
})

describe('what is wrong with a video', () => {
  it.each<[string, object | number, Partial<VideoTaskCardProps>, string[]]>([
    ['a failed video', failed, actions, ['Try again', 'Edit prompt']],
    ['a video that ended in an error', errored, actions, ['Try again', 'Edit prompt']],
    ['a refused prompt, which has to change first', refused, actions, ['Edit prompt', 'Try again']],
    ['a failed video that the app can only make again', failed, { onRetry: () => {} }, ['Try again']],
    [
      'a failed video whose prompt the app can only edit',
      failed,
      { onEditPrompt: () => {} },
      ['Edit prompt'],
    ],
    ['a failed video that the app cannot make again', failed, {}, []],
    ['a refused request', 401, actions, ['Check now']],
    ['a link that has expired', expired, actions, ['Refresh link']],
    ['a file that is no video', unplayable, actions, []],
  ])('has the buttons that help with %s', async (_, answer, props, buttons) => {
    for (const variant of ['full', 'compact'] as const) {
      const { verbs, container, unmount } = await renderCard(answer, { ...props, variant })
      expect(verbs()).toEqual(buttons)
      const notice = container.querySelector('.video-task-notice')
      expect(notice?.querySelector('svg')).not.toBeNull()
      // A row has its buttons at its end.
      expect(notice?.querySelector('.video-task-verbs') === null).toBe(variant === 'compact')
      unmount()
    }
  })

  it('makes a video again and edits its prompt by the task that failed', async () => {
    const [onRetry, onEditPrompt] = [vi.fn(), vi.fn()]
    await renderCard(failed, { onRetry, onEditPrompt })
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(onRetry).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ id: 'a', status: 'failed' }))
    expect(onEditPrompt).not.toHaveBeenCalled()
    fireEvent.click(screen.getByRole('button', { name: 'Edit prompt' }))
    expect(onEditPrompt).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ id: 'a' }))
  })

  it("is said by the app's own element, and by nothing else", async () => {
    const { container, verbs } = await renderCard(401, { slots: { error: <p>Mine</p> } })
    expect(container.querySelector('.video-task-notice')).toHaveTextContent(/^Mine$/)
    expect(verbs()).toEqual([])
  })

  it.each([
    ['a running video', running],
    ['a finished video', completed],
  ])('has no message for %s', async (_, answer) => {
    const { container } = await renderCard(answer, { slots: { error: <p>Mine</p> } })
    expect(container.querySelector('.video-task-notice')).toBeNull()
  })
})

describe('the field of a video', () => {
  const hue = (container: HTMLElement) =>
    container.querySelector<HTMLElement>('.video-task-well')?.style.getPropertyValue('--video-task-hue')

  it.each([
    ['A fox', '40'],
    ['A fox in the snow', '197'],
    ['', '0'],
  ])('has the same colour for the same title at every visit: %s', async (title, expected) => {
    expect(hue((await renderCard(running, { title })).container)).toBe(expected)
  })

  it('has the colour of its id where it has no title', async () => {
    const app = createTestApp()
    const { container } = render(<VideoTaskPlayer taskId="fox" />, { wrapper: app.wrapper })
    expect(hue(container)).toBe('63')
  })

  it.each([
    ['queued', queued, queued, true],
    ['in_progress', queued, running, true],
    ['unreachable', running, 401, true],
    ['completed', running, completed, false],
    ['failed', running, failed, false],
    ['deleted', deleted, deleted, false],
  ])('has a bar while progress is expected: %s', async (state, first, second, isExpected) => {
    const { container, advance } = await renderCard(first, {}, second)
    await advance(60_000)
    expect(container.querySelector('article')).toHaveAttribute('data-status', state)
    expect(container.querySelector('.video-task-well [role=progressbar]') !== null).toBe(isExpected)
  })

  it('has no bar while there is no task', async () => {
    await renderCard(running, { taskId: null })
    expect(screen.queryByRole('progressbar')).toBeNull()
  })
})

describe('the cover of a player', () => {
  it.each([
    ['1', '0:01'],
    ['5', '0:05'],
    ['60', '1:00'],
    ['61', '1:01'],
    ['754.6', '12:35'],
  ])('shows a length of %s s', async (seconds, text) => {
    const { container } = await renderCard({ ...completed, seconds })
    expect(container.querySelector('.video-task-length')).toHaveTextContent(text)
  })

  it.each(['0', undefined, 'unknown'])('shows no length of %s s', async (seconds) => {
    const { container } = await renderCard({ ...completed, seconds }, { title: undefined })
    const button = screen.getByRole('button', { name: 'Play: Untitled video' })
    expect(button).toHaveAttribute('type', 'button')
    // It plays in place.
    expect(button).not.toHaveAttribute('aria-haspopup')
    expect(container.querySelector('.video-task-length')).toBeNull()
  })

  it.each([
    ['a frame of its own', undefined, 1],
    ['none over a picture of the app', '/fox.png', 0],
  ])('has %s, which is empty until it is drawn', async (_, poster, count) => {
    const { container } = await renderCard(completed, { poster })
    const frames = [...container.querySelectorAll<HTMLCanvasElement>('canvas.video-task-poster')]
    expect(frames.map(({ width, height }) => [width, height])).toEqual(Array(count).fill([0, 0]))
  })
})
