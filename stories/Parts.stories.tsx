import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fn, userEvent, waitFor } from 'storybook/test'
import {
  useVideoTaskWatch,
  VideoTaskActions,
  VideoTaskCard,
  VideoTaskErrorMessage,
  VideoTaskPlayer,
  VideoTaskProgress,
  VideoTaskRefreshButton,
  VideoTaskRoot,
  VideoTaskStatus,
  VideoTaskSteps,
} from 'react-video-task/components'
import type { TaskState } from 'react-video-task/testing'
import './parts.css'

const taskId = 'task_example'
const world = (state: TaskState) => ({ world: { tasks: [{ id: taskId, state }] } })
const onRetry = fn()

const meta = {
  tags: ['component'],
  title: 'Parts',
  component: VideoTaskRoot,
  args: { taskId, title: 'A fox in the snow' },
} satisfies Meta<typeof VideoTaskRoot>

export default meta
type Story = StoryObj<typeof meta>

/** The parts of the card in another layout: text on the left, video on the right. */
const SideBySide: Story['render'] = (args) => (
  <VideoTaskRoot {...args} className="side-by-side">
    <div>
      <h3>A fox in the snow</h3>
      <VideoTaskStatus />
      <VideoTaskSteps />
      <VideoTaskErrorMessage />
      <VideoTaskActions onRetry={onRetry} />
    </div>
    <div>
      <VideoTaskPlayer aria-label="A fox in the snow" />
      <VideoTaskProgress />
    </div>
  </VideoTaskRoot>
)

export const Running: Story = {
  render: SideBySide,
  parameters: { ...world({ status: 'in_progress', progress: 45 }), width: 640 },
  play: async ({ canvas }) => {
    await waitFor(() => expect(canvas.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '45'))
    await expect(canvas.queryByRole('button')).toBeNull()
  },
}

export const Completed: Story = {
  render: SideBySide,
  parameters: { ...world({ status: 'completed' }), width: 640 },
  play: async ({ canvas }) => {
    await expect(await canvas.findByRole('button', { name: 'Copy link' })).toBeVisible()
    await expect(canvas.getByText('Download')).toBeVisible()
  },
}

export const Failed: Story = {
  render: SideBySide,
  parameters: { ...world({ status: 'failed', error: { message: 'No', code: 'moderation' } }), width: 640 },
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Try again' }))
    await expect(onRetry).toHaveBeenCalledWith(expect.objectContaining({ id: taskId }))
  },
}

/** `render` with an element, which takes the part's props, and with a function of these props. */
export const OwnElements: Story = {
  render: (args) => (
    <VideoTaskRoot {...args} render={<section aria-label="My video" />}>
      <VideoTaskStatus render={<strong className="mine" />} />
      <VideoTaskProgress
        render={(props, { state }) => (
          <div role="progressbar" aria-label="Mine" aria-valuetext={String(props['aria-valuetext'])}>
            {state}
          </div>
        )}
      />
      <VideoTaskRefreshButton render={<button className="mine" />}>Poll now</VideoTaskRefreshButton>
    </VideoTaskRoot>
  ),
  parameters: { world: { answer: { from: 1, with: () => new Response('', { status: 401 }) } } },
  play: async ({ canvas }) => {
    const root = canvas.getByRole('region', { name: 'My video' })
    await waitFor(() => expect(root).toHaveAttribute('data-status', 'unreachable'))
    await expect(root).toHaveClass('video-task')
    await expect(canvas.getByText('Unavailable')).toHaveClass('video-task-status', 'mine')
    await expect(canvas.getByRole('progressbar', { name: 'Mine' })).toHaveTextContent('unreachable')
    await expect(canvas.getByRole('button', { name: 'Poll now' })).toHaveClass('video-task-action', 'mine')
  },
}

function OwnPart() {
  const { task, state } = useVideoTaskWatch()
  return (
    <p className="video-task-line">
      {state}, {task?.model}
    </p>
  )
}

/** A card with a part of the app's own in the `progress` slot and no status. */
export const Slots: Story = {
  render: (args) => (
    <VideoTaskCard taskId={args.taskId} title={args.title} slots={{ progress: <OwnPart />, status: null }} />
  ),
  parameters: world({ status: 'in_progress', progress: 45 }),
  play: async ({ canvas }) => {
    await expect(await canvas.findByText('in_progress, wan2.6')).toBeVisible()
    await expect(canvas.queryByRole('progressbar')).toBeNull()
    await expect(canvas.queryByText('Making your video')).toBeNull()
  },
}
