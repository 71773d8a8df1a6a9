import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fn, userEvent, waitFor, within } from 'storybook/test'
import { VideoTaskCard } from 'react-video-task/components'
import type { TaskSeed } from 'react-video-task/testing'

const taskId = 'task_example'
const world = (seed: Omit<TaskSeed, 'id'>) => ({ world: { tasks: [{ id: taskId, ...seed }] } })
const serverError = () => Response.json({ error: { message: 'Upstream is busy' } }, { status: 503 })

const meta = {
  component: VideoTaskCard,
  args: { taskId, title: 'A fox runs through fresh snow, golden hour' },
} satisfies Meta<typeof VideoTaskCard>

export default meta
type Story = StoryObj<typeof meta>

const card = (canvasElement: HTMLElement) => within(canvasElement).getByRole('article')
const untilStatus = (canvasElement: HTMLElement, status: string) =>
  waitFor(() => expect(card(canvasElement)).toHaveAttribute('data-status', status), { timeout: 10_000 })

/** Nothing was made yet. */
export const Idle: Story = {
  args: { taskId: null, title: undefined },
  play: async ({ canvasElement, canvas }) => {
    await untilStatus(canvasElement, 'idle')
    await expect(canvas.queryByRole('progressbar')).toBeNull()
  },
}

/** The first answer is under way. */
export const Loading: Story = {
  parameters: { world: { answer: { from: 1, with: () => new Promise<Response>(() => {}) } } },
  play: ({ canvasElement }) => untilStatus(canvasElement, 'loading'),
}

/** Waiting for its turn: an indeterminate progress bar. */
export const Queued: Story = {
  parameters: world({ state: { status: 'queued' } }),
  play: async ({ canvasElement, canvas }) => {
    await untilStatus(canvasElement, 'queued')
    const bar = canvas.getByRole('progressbar')
    await expect(bar).not.toHaveAttribute('aria-valuenow')
    await expect(bar).toHaveAttribute('aria-valuetext', 'Queued')
  },
}

/** Being rendered. */
export const InProgress: Story = {
  parameters: world({ state: { status: 'in_progress', progress: 45 } }),
  play: async ({ canvasElement, canvas }) => {
    await untilStatus(canvasElement, 'in_progress')
    const bar = canvas.getByRole('progressbar')
    await expect(bar).toHaveAttribute('aria-valuenow', '45')
    await expect(bar).toHaveAttribute('aria-valuetext', '45%')
  },
}

/** A server that reports 100 % while it still works: the bar keeps 100 for the end. */
export const NeverFullTooEarly: Story = {
  parameters: world({ state: { status: 'in_progress', progress: 100 } }),
  play: async ({ canvasElement, canvas }) => {
    await untilStatus(canvasElement, 'in_progress')
    await expect(canvas.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '99')
  },
}

async function expectPlayable(canvasElement: HTMLElement) {
  await untilStatus(canvasElement, 'completed')
  const video = canvasElement.querySelector('video')
  if (!video) throw new Error('expected a <video>')
  await waitFor(() => expect(video.readyState).toBeGreaterThanOrEqual(1), { timeout: 10_000 })
  await expect(video.error).toBeNull()
  await expect(video.controls).toBe(true)
  return video
}

/** Done: a native player, and a way to save the video. */
export const Completed: Story = {
  parameters: world({ state: { status: 'completed' }, size: '1280x720' }),
  play: async ({ canvasElement, canvas }) => {
    const video = await expectPlayable(canvasElement)
    video.muted = true
    await video.play()
    await waitFor(() => expect(video.currentTime).toBeGreaterThan(0))
    video.pause()
    await expect(canvas.getByRole('link', { name: 'Download' })).toBeVisible()
  },
}

/** The place has the video's shape from the first frame, so nothing moves when it comes. */
export const CompletedPortrait: Story = {
  args: { size: '720x1280' },
  parameters: { ...world({ state: { status: 'completed' }, size: '720x1280' }), width: 240 },
  play: async ({ canvasElement }) => {
    const video = await expectPlayable(canvasElement)
    const { width, height } = video.getBoundingClientRect()
    await expect(width / height).toBeCloseTo(9 / 16, 1)
  },
}

/** Ended without a video: what the provider said, the request id apart, and one way on. */
export const Failed: Story = {
  args: { onRetry: fn() },
  parameters: world({
    state: {
      status: 'failed',
      error: {
        message: 'The prompt was refused by the safety check. (request id: 20261124a7f3)',
        code: 'moderation',
      },
    },
  }),
  play: async ({ canvasElement, canvas, args }) => {
    await untilStatus(canvasElement, 'failed')
    await expect(canvas.getByText('The prompt was refused by the safety check.')).toBeVisible()
    await expect(canvas.getByText('20261124a7f3')).toBeVisible()
    await userEvent.click(canvas.getByRole('button', { name: 'Try again' }))
    await expect(args.onRetry).toHaveBeenCalledWith(expect.objectContaining({ id: taskId, status: 'failed' }))
  },
}

/** A long reason scrolls; the way on stays in sight. */
export const FailedWithLongReason: Story = {
  args: { onRetry: fn() },
  parameters: {
    ...world({
      state: { status: 'failed', error: { message: 'The provider explained itself at length. '.repeat(14) } },
    }),
    width: 320,
  },
  play: async ({ canvasElement, canvas }) => {
    await untilStatus(canvasElement, 'failed')
    const well = canvasElement.querySelector('.video-task-well')?.getBoundingClientRect()
    const button = canvas.getByRole('button', { name: 'Try again' }).getBoundingClientRect()
    await expect(button.bottom).toBeLessThanOrEqual(well?.bottom ?? 0)
  },
}

/** The machinery failed and said nothing. */
export const ErrorWithoutReason: Story = {
  parameters: world({ state: { status: 'error' } }),
  play: async ({ canvasElement, canvas }) => {
    await untilStatus(canvasElement, 'error')
    await expect(canvas.getByText('This video could not be made.')).toBeVisible()
    await expect(canvas.queryByRole('button')).toBeNull()
  },
}

/** The server does not answer as it should, and nothing is known yet. Polling goes on. */
export const Unreachable: Story = {
  parameters: {
    world: { answer: { from: 1, with: () => Promise.reject(new TypeError('Failed to fetch')) } },
  },
  play: async ({ canvasElement, canvas }) => {
    await untilStatus(canvasElement, 'unreachable')
    await expect(card(canvasElement)).toHaveAttribute('data-retrying')
    await expect(canvas.getByRole('button', { name: 'Check again' })).toBeVisible()
  },
}

/** The last known state stays visible while polls fail. */
export const UnreachableWithProgress: Story = {
  parameters: {
    world: {
      ...world({ state: { status: 'in_progress', progress: 60 } }).world,
      answer: { from: 2, with: serverError },
    },
  },
  play: async ({ canvasElement, canvas }) => {
    await untilStatus(canvasElement, 'unreachable')
    await expect(canvas.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '60')
  },
}

/** An answer that asking again cannot mend: polling has ended. */
export const Refused: Story = {
  parameters: {
    world: {
      answer: {
        from: 1,
        with: () =>
          Response.json({ error: { message: 'Please sign in.', code: 'unauthorized' } }, { status: 401 }),
      },
    },
  },
  play: async ({ canvasElement }) => {
    await untilStatus(canvasElement, 'unreachable')
    await expect(card(canvasElement)).not.toHaveAttribute('data-retrying')
    await expect(card(canvasElement)).toHaveTextContent('Please sign in.')
    await expect(card(canvasElement).getAnimations({ subtree: true })).toHaveLength(0)
  },
}

/** The address of a finished video lives only for a while. */
export const ExpiredLink: Story = {
  parameters: world({ state: { status: 'completed', url: 'expired' } }),
  play: async ({ canvasElement, canvas }) => {
    await untilStatus(canvasElement, 'completed')
    await expect(
      await canvas.findByRole('button', { name: 'Get a new one' }, { timeout: 10_000 }),
    ).toBeVisible()
  },
}

/** A long title stays in its line. */
export const LongTitle: Story = {
  args: {
    title: 'A very long prompt that goes on and on about foxes, snow, light and everything else. '.repeat(4),
  },
  parameters: world({ state: { status: 'in_progress', progress: 30 } }),
  play: async ({ canvasElement }) => {
    await untilStatus(canvasElement, 'in_progress')
    const title = canvasElement.querySelector('.video-task-title')
    await expect(title?.getBoundingClientRect().height).toBeLessThanOrEqual(20)
  },
}

/** In a narrow column the row folds. */
export const Narrow: Story = {
  args: { onRetry: fn() },
  parameters: { ...world({ state: { status: 'in_progress', progress: 30 } }), width: 200 },
  play: ({ canvasElement }) => untilStatus(canvasElement, 'in_progress'),
}

/** Right to left. */
export const RightToLeft: Story = {
  args: { title: 'ثعلب يركض في الثلج' },
  parameters: world({ state: { status: 'in_progress', progress: 30 } }),
  globals: { direction: 'rtl' },
  play: async ({ canvasElement }) => {
    await untilStatus(canvasElement, 'in_progress')
    const fill = canvasElement.querySelector('.video-task-progress-fill')?.getBoundingClientRect()
    const track = canvasElement.querySelector('.video-task-progress-track')?.getBoundingClientRect()
    await waitFor(() => expect(fill?.right).toBeCloseTo(track?.right ?? 0, 0))
  },
}

/** From queue to player on the emulator, in four seconds; nothing moves on the way. */
export const Live: Story = {
  parameters: { world: { duration: 4_000, tasks: [{ id: taskId }] } },
  play: async ({ canvasElement }) => {
    const heights = new Set<number>()
    const note = () => heights.add(Math.round(card(canvasElement).getBoundingClientRect().height))
    for (const status of ['queued', 'in_progress', 'completed']) {
      await untilStatus(canvasElement, status)
      note()
    }
    await expectPlayable(canvasElement)
    note()
    await expect([...heights]).toHaveLength(1)
  },
}
