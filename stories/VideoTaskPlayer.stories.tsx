import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fn, waitFor, within } from 'storybook/test'
import { VideoTaskPlayer } from 'react-video-task/components'
import { createVideoEmulator, type TaskSeed } from 'react-video-task/testing'

const taskId = 'task_example'
const world = (seed: Omit<TaskSeed, 'id'>) => ({ world: { tasks: [{ id: taskId, ...seed }] } })

const meta = {
  tags: ['component'],
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

/** Where the task stands, in a frame of the video's shape. */
export const Waiting: Story = {
  parameters: world({ state: { status: 'in_progress', progress: 45 } }),
  play: async ({ canvasElement }) => {
    const video = findVideo(canvasElement)
    await waitFor(() => expect(video).toHaveAttribute('data-status', 'in_progress'))
    await expect(video).not.toHaveAttribute('src')
    await expect(video.controls).toBe(false)
    await expect(within(canvasElement).getByText(/^4\d%$/)).toBeVisible()
    await expect(video.clientWidth / video.clientHeight).toBeCloseTo(16 / 9, 1)
  },
}

const reservesFrame =
  (status: string, words: string): NonNullable<Story['play']> =>
  async ({ canvasElement }) => {
    const video = findVideo(canvasElement)
    await waitFor(() => expect(video).toHaveAttribute('data-status', status))
    await expect(video).not.toHaveAttribute('src')
    await waitFor(() => expect(within(canvasElement).getAllByText(words).at(-1)).toBeVisible())
    await expect(video.clientWidth / video.clientHeight).toBeCloseTo(16 / 9, 1)
  }

export const Idle: Story = { args: { taskId: null }, play: reservesFrame('idle', 'No video yet') }
export const Loading: Story = {
  parameters: { world: { answer: { from: 1, with: () => new Promise<Response>(() => {}) } } },
  play: reservesFrame('loading', 'Loading'),
}
export const Queued: Story = {
  parameters: world({ state: { status: 'queued' } }),
  play: reservesFrame('queued', 'In line'),
}
export const Failed: Story = {
  parameters: world({ state: { status: 'failed' } }),
  play: reservesFrame('failed', 'Not made'),
}
export const Unreachable: Story = {
  parameters: { world: { answer: { from: 1, with: () => new Response('', { status: 401 }) } } },
  play: reservesFrame('unreachable', 'Unavailable'),
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

/** Plays the video that a gateway sends inside the task, by way of a `blob:` URL of the page. */
export const VideoInsideTask: Story = {
  parameters: {
    world: {
      answer: {
        from: 1,
        with: async () =>
          Response.json({ id: taskId, status: 'completed', metadata: { url: await clipAsData() } }),
      },
    },
  },
  play: async ({ canvasElement }) => {
    const video = findVideo(canvasElement)
    await waitFor(() => expect(video.readyState).toBeGreaterThanOrEqual(1), { timeout: 10_000 })
    await expect(video.src).toMatch(/^blob:/)
    await expect(video.videoWidth).toBeGreaterThan(0)
  },
}

async function clipAsData(): Promise<string> {
  const emulator = createVideoEmulator({ apiKey: false })
  emulator.addTask({ id: taskId, state: { status: 'completed' } })
  const content = await emulator.fetch(`https://api.example/v1/videos/${taskId}/content`)
  const bytes = new Uint8Array(await content.arrayBuffer())
  return `data:video/mp4;base64,${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))}`
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
