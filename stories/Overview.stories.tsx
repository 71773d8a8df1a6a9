import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, waitFor } from 'storybook/test'
import { VideoTaskCard } from 'react-video-task/components'
import type { TaskState } from 'react-video-task/testing'

const tasks: { id: string; title: string; state: TaskState }[] = [
  { id: 'task_queued', title: 'Paper boats on a quiet canal, seen from above', state: { status: 'queued' } },
  {
    id: 'task_running',
    title: 'A fox runs through fresh snow',
    state: { status: 'in_progress', progress: 45 },
  },
  { id: 'task_done', title: 'First light over the hills', state: { status: 'completed' } },
  {
    id: 'task_failed',
    title: 'A prompt that the model rejects',
    state: {
      status: 'failed',
      error: { message: 'The prompt was refused by the safety check. (request id: 20261124a7f3)' },
    },
  },
]

const meta = {
  tags: ['component', '!manifest'],
  title: 'Overview',
  parameters: { layout: 'padded', width: 840, world: { tasks } },
} satisfies Meta

export default meta

/** The most common states side by side. */
export const States: StoryObj<typeof meta> = {
  render: () => (
    <div className="overview">
      {tasks.map(({ id, title }) => (
        <VideoTaskCard key={id} taskId={id} title={title} onRetry={() => {}} />
      ))}
    </div>
  ),
  play: async ({ canvas }) => {
    const states = () => canvas.getAllByRole('article').map((card) => card.getAttribute('data-status'))
    await waitFor(() => expect(states()).toEqual(['queued', 'in_progress', 'completed', 'failed']))
  },
}
