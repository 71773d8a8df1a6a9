import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, waitFor } from 'storybook/test'
import { parseVideoTask, type VideoClient, VideoTaskProvider } from 'react-video-task'
import { VideoTaskCard } from 'react-video-task/components'

interface Job {
  jobId: string
  state: 'waiting' | 'working' | 'done'
  percentDone: number
  reason: string | null
}

/** An API of another shape: it counts jobs, not videos, and names everything differently. */
function createJobApi() {
  let asked = 0
  return {
    start: async (text: string): Promise<Job> => ({
      jobId: text,
      state: 'waiting',
      percentDone: 0,
      reason: null,
    }),
    look: async (jobId: string): Promise<Job> => {
      asked += 1
      const percentDone = Math.min(100, asked * 20)
      return { jobId, state: percentDone < 100 ? 'working' : 'done', percentDone, reason: null }
    },
  }
}

/** All that the hooks and components need of a backend. */
function createJobClient(): VideoClient {
  const api = createJobApi()
  const toTask = ({ jobId, state, percentDone, reason }: Job) =>
    parseVideoTask({
      id: jobId,
      status: state === 'working' ? 'running' : state,
      progress: percentDone,
      error: reason,
    })
  return {
    create: async ({ prompt }) => toTask(await api.start(prompt)),
    retrieve: async (id) => toTask(await api.look(id)),
    contentUrl: (id) => `https://components-other-backend--any-api.emulator.example/v1/videos/${id}/content`,
  }
}

const client = createJobClient()

const meta = {
  title: 'Other backend',
  component: VideoTaskCard,
  args: { taskId: 'job_1', title: 'Made by another API' },
  decorators: [
    (Story) => (
      <VideoTaskProvider client={client} pollInterval={300}>
        <Story />
      </VideoTaskProvider>
    ),
  ],
} satisfies Meta<typeof VideoTaskCard>

export default meta

/** Any object with `create`, `retrieve` and `contentUrl` drives the hooks and components. */
export const AnyApi: StoryObj<typeof meta> = {
  // The video itself is served by the emulator.
  parameters: { world: { tasks: [{ id: 'job_1', state: { status: 'completed' } }] } },
  play: async ({ canvas }) => {
    const card = canvas.getByRole('article')
    const status = (name: string) =>
      waitFor(() => expect(card).toHaveAttribute('data-status', name), { timeout: 10_000 })
    await status('in_progress')
    await expect(canvas.getByRole('progressbar')).toHaveAttribute('aria-valuenow')
    await status('completed')
  },
}
