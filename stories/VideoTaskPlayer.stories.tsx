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

function videoOf(canvasElement: HTMLElement): HTMLVideoElement {
  const video = canvasElement.querySelector('video')
  if (!video) throw new Error('expected a <video>')
  return video
}

/** Until the task is completed the place is kept, empty. */
export const Waiting: Story = {
  parameters: world({ state: { status: 'in_progress', progress: 45 } }),
  play: async ({ canvasElement }) => {
    const video = videoOf(canvasElement)
    await waitFor(() => expect(video).toHaveAttribute('data-status', 'in_progress'))
    await expect(video).not.toHaveAttribute('src')
    await expect(video.controls).toBe(false)
    await expect(video.clientWidth / video.clientHeight).toBeCloseTo(16 / 9, 1)
  },
}

const keepsPlace =
  (status: string): NonNullable<Story['play']> =>
  async ({ canvasElement }) => {
    const video = videoOf(canvasElement)
    await waitFor(() => expect(video).toHaveAttribute('data-status', status))
    await expect(video).not.toHaveAttribute('src')
    await expect(video.clientWidth / video.clientHeight).toBeCloseTo(16 / 9, 1)
  }

export const Idle: Story = { args: { taskId: null }, play: keepsPlace('idle') }
export const Loading: Story = {
  parameters: { world: { answer: { from: 1, with: () => new Promise<Response>(() => {}) } } },
  play: keepsPlace('loading'),
}
export const Queued: Story = {
  parameters: world({ state: { status: 'queued' } }),
  play: keepsPlace('queued'),
}
export const Failed: Story = {
  parameters: world({ state: { status: 'failed' } }),
  play: keepsPlace('failed'),
}
export const Unreachable: Story = {
  parameters: { world: { answer: { from: 1, with: () => new Response('', { status: 401 }) } } },
  play: keepsPlace('unreachable'),
}

/** Native attributes and handlers reach the element. */
export const Completed: Story = {
  args: { muted: true, loop: true, onPlay: fn(), className: 'mine' },
  parameters: world({ state: { status: 'completed' } }),
  play: async ({ canvasElement, args }) => {
    const video = videoOf(canvasElement)
    await waitFor(() => expect(video.readyState).toBeGreaterThanOrEqual(1), { timeout: 10_000 })
    await expect(video).toHaveClass('video-task-player', 'mine')
    await expect(video.loop).toBe(true)
    await expect(video.hasAttribute('crossorigin')).toBe(false)
    await video.play()
    await waitFor(() => expect(args.onPlay).toHaveBeenCalled())
    video.pause()
  },
}

/** Where the provider gives no address, the content route is played. */
export const ContentRoute: Story = {
  parameters: world({ state: { status: 'completed', url: 'none' } }),
  play: async ({ canvasElement }) => {
    const video = videoOf(canvasElement)
    await waitFor(() => expect(video.src).toMatch(/\/v1\/videos\/task_example\/content#t=0.001$/))
    await waitFor(() => expect(video.readyState).toBeGreaterThanOrEqual(1), { timeout: 10_000 })
  },
}

/** A video of another shape than asked for is letterboxed: the place keeps its shape. */
export const OtherShape: Story = {
  args: { size: '1440x1440' },
  parameters: { ...world({ state: { status: 'completed' }, size: '1280x720' }), width: 280 },
  play: async ({ canvasElement }) => {
    const video = videoOf(canvasElement)
    await waitFor(() => expect(video.videoWidth).toBeGreaterThan(video.videoHeight), { timeout: 10_000 })
    await expect(video.clientWidth / video.clientHeight).toBeCloseTo(1, 1)
  },
}
