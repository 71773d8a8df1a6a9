import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fn, waitFor } from 'storybook/test'
import { VideoTaskPlayer } from 'react-video-task/components'
import type { TaskSeed } from 'react-video-task/testing'

const taskId = 'task_example'
const world = (seed: Omit<TaskSeed, 'id'>) => ({ world: { tasks: [{ id: taskId, ...seed }] } })

const meta = {
  component: VideoTaskPlayer,
  args: { taskId, 'aria-label': 'A fox in the snow' },
} satisfies Meta<typeof VideoTaskPlayer>

export default meta
type Story = StoryObj<typeof meta>

function findVideo(canvasElement: HTMLElement): HTMLVideoElement {
  const video = canvasElement.querySelector('video')
  if (!video) throw new Error('expected a <video>')
  return video
}

/** An empty frame until the task is completed. */
export const Waiting: Story = {
  parameters: world({ state: { status: 'in_progress', progress: 45 } }),
  play: async ({ canvasElement }) => {
    const video = findVideo(canvasElement)
    await waitFor(() => expect(video).toHaveAttribute('data-status', 'in_progress'))
    await expect(video).not.toHaveAttribute('src')
    await expect(video.controls).toBe(false)
    await expect(video.clientWidth / video.clientHeight).toBeCloseTo(16 / 9, 1)
  },
}

const reservesFrame =
  (status: string): NonNullable<Story['play']> =>
  async ({ canvasElement }) => {
    const video = findVideo(canvasElement)
    await waitFor(() => expect(video).toHaveAttribute('data-status', status))
    await expect(video).not.toHaveAttribute('src')
    await expect(video.clientWidth / video.clientHeight).toBeCloseTo(16 / 9, 1)
  }

export const Idle: Story = { args: { taskId: null }, play: reservesFrame('idle') }
export const Loading: Story = {
  parameters: { world: { answer: { from: 1, with: () => new Promise<Response>(() => {}) } } },
  play: reservesFrame('loading'),
}
export const Queued: Story = {
  parameters: world({ state: { status: 'queued' } }),
  play: reservesFrame('queued'),
}
export const Failed: Story = {
  parameters: world({ state: { status: 'failed' } }),
  play: reservesFrame('failed'),
}
export const Unreachable: Story = {
  parameters: { world: { answer: { from: 1, with: () => new Response('', { status: 401 }) } } },
  play: reservesFrame('unreachable'),
}

/** Native attributes and handlers are passed to the element. */
export const Completed: Story = {
  args: { muted: true, loop: true, onPlay: fn(), className: 'mine' },
  parameters: world({ state: { status: 'completed' } }),
  play: async ({ canvasElement, args }) => {
    const video = findVideo(canvasElement)
    await waitFor(() => expect(video.readyState).toBeGreaterThanOrEqual(1), { timeout: 10_000 })
    await expect(video).toHaveClass('video-task-player', 'mine')
    await expect(video.loop).toBe(true)
    await expect(video.hasAttribute('crossorigin')).toBe(false)
    await video.play()
    await waitFor(() => expect(args.onPlay).toHaveBeenCalled())
    video.pause()
  },
}

/** Plays the content route when the provider gives no URL. */
export const ContentRoute: Story = {
  parameters: world({ state: { status: 'completed', url: 'none' } }),
  play: async ({ canvasElement }) => {
    const video = findVideo(canvasElement)
    await waitFor(() => expect(video.src).toMatch(/\/v1\/videos\/task_example\/content#t=0.001$/))
    await waitFor(() => expect(video.readyState).toBeGreaterThanOrEqual(1), { timeout: 10_000 })
  },
}

/** A video of another shape than its frame is letterboxed; the frame keeps its shape. */
export const OtherShape: Story = {
  args: { size: '1440x1440' },
  parameters: { ...world({ state: { status: 'completed' }, size: '1280x720' }), width: 280 },
  play: async ({ canvasElement }) => {
    const video = findVideo(canvasElement)
    await waitFor(() => expect(video.videoWidth).toBeGreaterThan(video.videoHeight), { timeout: 10_000 })
    await expect(video.clientWidth / video.clientHeight).toBeCloseTo(1, 1)
  },
}
