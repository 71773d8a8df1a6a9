import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, waitFor } from 'storybook/test'
import { VideoTaskSteps } from 'react-video-task/components'
import type { TaskState } from 'react-video-task/testing'

const taskId = 'task_example'
const world = (state: TaskState) => ({ world: { tasks: [{ id: taskId, state }] } })

const meta = { tags: ['component'], component: VideoTaskSteps, args: { taskId } } satisfies Meta<
  typeof VideoTaskSteps
>

export default meta
type Story = StoryObj<typeof meta>

const shows =
  (current: string | null, last = 'Ready'): NonNullable<Story['play']> =>
  async ({ canvas }) => {
    await expect(canvas.getByRole('list', { name: 'Progress' })).toBeVisible()
    const step = () =>
      canvas.getAllByRole('listitem').find((item) => item.getAttribute('aria-current') === 'step')
    await waitFor(() => expect(step()?.textContent ?? null).toBe(current))
    await expect(canvas.getAllByRole('listitem').at(-1)).toHaveTextContent(last)
  }

export const Idle: Story = { args: { taskId: null }, play: shows(null) }
export const Queued: Story = { parameters: world({ status: 'queued' }), play: shows('In line') }
export const Rendering: Story = {
  parameters: world({ status: 'in_progress', progress: 45 }),
  play: shows('Making your video'),
}
export const Completed: Story = { parameters: world({ status: 'completed' }), play: shows('Ready') }
export const Failed: Story = { parameters: world({ status: 'failed' }), play: shows('Not made', 'Not made') }
