import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, waitFor } from 'storybook/test'
import { type VideoClient, VideoTaskProvider } from 'react-video-task'
import { parseVideoTask } from 'react-video-task/client'
import { VideoTaskCard } from 'react-video-task/components'

interface Job {
  jobId: string
  state: 'waiting' | 'working' | 'done'
  percentDone: number
  reason: string | null
}

/** An API with jobs instead of videos and other field names. */
function createJobApi() {
  let polls = 0
  return {
    start: async (text: string): Promise<Job> => ({
      jobId: text,
      state: 'waiting',
      percentDone: 0,
      reason: null,
    }),
    get: async (jobId: string): Promise<Job> => {
      polls += 1
      const percentDone = Math.min(100, polls * 20)
      return { jobId, state: percentDone < 100 ? 'working' : 'done', percentDone, reason: null }
    },
  }
}

/** The client that hooks and components need, on top of that API. */
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
    create: async ({ prompt = '' }) => toTask(await api.start(prompt)),
    retrieve: async (id) => toTask(await api.get(id)),
    contentUrl: (id) => `https://components-other-backend--any-api.emulator.example/v1/videos/${id}/content`,
  }
}

const client = createJobClient()

const meta = {
  tags: ['recipe'],
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

/** Hooks and components work with any object that has `create`, `retrieve` and `contentUrl`. */
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
