import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, waitFor } from 'storybook/test'
import { VideoTaskProgress } from 'react-video-task/components'
import type { TaskState } from 'react-video-task/testing'

const taskId = 'task_example'
const world = (state: TaskState) => ({ world: { tasks: [{ id: taskId, state }] } })

const meta = { component: VideoTaskProgress, args: { taskId } } satisfies Meta<typeof VideoTaskProgress>

export default meta
type Story = StoryObj<typeof meta>

const shows =
  (status: string, now: string | null, text: string): NonNullable<Story['play']> =>
  async ({ canvas }) => {
    const bar = canvas.getByRole('progressbar', { name: 'Video progress' })
    await waitFor(() => expect(bar).toHaveAttribute('data-status', status))
    await expect(bar.getAttribute('aria-valuenow')).toBe(now)
    await expect(bar.hasAttribute('data-indeterminate')).toBe(now === null)
    await expect(bar).toHaveTextContent(text)
    await expect(bar.style.getPropertyValue('--video-task-progress')).toBe(now ?? '')
  }

export const Idle: Story = { args: { taskId: null }, play: shows('idle', null, 'No video yet') }
export const Queued: Story = {
  parameters: world({ status: 'queued' }),
  play: shows('queued', null, 'Queued'),
}
export const InProgress: Story = {
  parameters: world({ status: 'in_progress', progress: 45 }),
  play: shows('in_progress', '45', '45%'),
}
export const Completed: Story = {
  parameters: world({ status: 'completed' }),
  play: shows('completed', '100', '100%'),
}
export const Failed: Story = {
  parameters: world({ status: 'failed', progress: 100, error: { message: 'Refused' } }),
  play: shows('failed', null, 'Failed'),
}
