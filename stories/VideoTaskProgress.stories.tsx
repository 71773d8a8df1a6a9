import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, waitFor } from 'storybook/test'
import { VideoTaskProgress } from 'react-video-task/components'
import type { TaskState } from 'react-video-task/testing'

const taskId = 'task_example'
const world = (state: TaskState) => ({ world: { tasks: [{ id: taskId, state }] } })

const meta = { tags: ['component'], component: VideoTaskProgress, args: { taskId } } satisfies Meta<
  typeof VideoTaskProgress
>

export default meta
type Story = StoryObj<typeof meta>

const shows =
  (status: string, now: string | null, text: string): NonNullable<Story['play']> =>
  async ({ canvas }) => {
    const bar = canvas.getByRole('progressbar', { name: 'Untitled video' })
    await waitFor(() => expect(bar).toHaveAttribute('data-status', status))
    await expect(bar.getAttribute('aria-valuenow')).toBe(now)
    await expect(bar.hasAttribute('data-indeterminate')).toBe(now === null)
    await expect(bar).toHaveTextContent(text)
    const property = bar.style.getPropertyValue('--video-task-progress')
    await expect(property === '' ? null : Math.floor(Number(property))).toBe(
      now === null ? null : Number(now),
    )
  }

export const Idle: Story = { args: { taskId: null }, play: shows('idle', null, 'No video yet') }
/** An undefined id, such as `useCreateVideoTask().data?.id` before the create. */
export const WithoutTask: Story = { args: { taskId: undefined }, play: shows('idle', null, 'No video yet') }
export const Loading: Story = {
  parameters: { world: { answer: { from: 1, with: () => new Promise<Response>(() => {}) } } },
  play: shows('loading', null, 'Loading'),
}
export const Queued: Story = {
  parameters: world({ status: 'queued' }),
  play: shows('queued', null, 'In line'),
}
export const InProgress: Story = {
  parameters: world({ status: 'in_progress', progress: 45 }),
  play: shows('in_progress', '45', '45%'),
}
export const Completed: Story = {
  parameters: world({ status: 'completed' }),
  play: shows('completed', '100', '100%'),
}
export const ErrorWithoutReason: Story = {
  parameters: world({ status: 'error' }),
  play: shows('error', null, 'Not made'),
}
/** A non-retryable error: polling has ended, and nothing is animated. */
export const NonRetryableError: Story = {
  parameters: { world: { answer: { from: 1, with: () => new Response('', { status: 401 }) } } },
  play: async (context) => {
    await shows('unreachable', null, 'Unavailable')(context)
    const bar = context.canvas.getByRole('progressbar')
    await expect(bar).not.toHaveAttribute('data-retrying')
    await expect(bar.getAnimations({ subtree: true })).toHaveLength(0)
  },
}
/** The last poll failed; the last known percentage stays. */
export const Unreachable: Story = {
  parameters: {
    world: {
      ...world({ status: 'in_progress', progress: 60 }).world,
      answer: { from: 2, with: () => new Response('', { status: 503 }) },
    },
  },
  play: shows('unreachable', '60', '60%'),
}
/** A ring with the percentage inside. */
export const Ring: Story = {
  args: { variant: 'ring' },
  parameters: world({ status: 'in_progress', progress: 65 }),
  play: shows('in_progress', '65', '65%'),
}
export const RingQueued: Story = {
  args: { variant: 'ring' },
  parameters: world({ status: 'queued' }),
  play: shows('queued', null, 'In line'),
}
export const RingCompleted: Story = {
  args: { variant: 'ring' },
  parameters: world({ status: 'completed' }),
  play: shows('completed', '100', '100%'),
}
/** A running task that stays at 0 %: the bar is indeterminate, and no percentage is made up. */
export const StuckAtZero: Story = {
  parameters: world({ status: 'in_progress', progress: 0 }),
  play: shows('in_progress', null, 'Making your video'),
}
export const Failed: Story = {
  parameters: world({ status: 'failed', progress: 100, error: { message: 'Refused' } }),
  play: shows('failed', null, 'Not made'),
}
