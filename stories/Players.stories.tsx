import type { Meta, StoryObj } from '@storybook/react-vite'
import {
  MediaControlBar,
  MediaController,
  MediaMuteButton,
  MediaPlayButton,
  MediaTimeRange,
} from 'media-chrome/react'
import { useState } from 'react'
import { expect, userEvent, waitFor } from 'storybook/test'
import { useVideoTaskSource } from 'react-video-task'
import { VideoTaskCard } from 'react-video-task/components'
import './players.css'

const taskId = 'task_example'

const meta = {
  tags: ['hook', '!manifest'],
  title: 'Players',
  parameters: { world: { tasks: [{ id: taskId, state: { status: 'completed' } }] } },
} satisfies Meta

export default meta
type Story = StoryObj<typeof meta>

const untilLoaded = (canvasElement: HTMLElement) =>
  waitFor(() => expect(canvasElement.querySelector('video')?.readyState).toBeGreaterThanOrEqual(1), {
    timeout: 10_000,
  })

function ChromePlayer({ taskId }: { taskId: string }) {
  const { src, ref } = useVideoTaskSource(taskId)
  return (
    <MediaController className="chrome-player">
      <video
        slot="media"
        src={src}
        ref={ref}
        preload="auto"
        muted
        playsInline
        aria-label="A fox in the snow"
      />
      <MediaControlBar>
        <MediaPlayButton />
        <MediaTimeRange />
        <MediaMuteButton />
      </MediaControlBar>
    </MediaController>
  )
}

/** Media Chrome around a `<video>` whose source `useVideoTaskSource` keeps playable. */
export const MediaChrome: Story = {
  render: () => <ChromePlayer taskId={taskId} />,
  play: ({ canvasElement }) => untilLoaded(canvasElement),
}

function PlainPlayer({ taskId }: { taskId: string }) {
  const { src, phase, ref } = useVideoTaskSource(taskId, { source: 'content' })
  const [isPlaying, setIsPlaying] = useState(false)
  return (
    <figure className="plain-player">
      <video
        src={src}
        ref={ref}
        muted
        playsInline
        aria-label="A fox in the snow"
        onPlay={() => setIsPlaying(true)}
        onPause={() => setIsPlaying(false)}
      />
      <button
        type="button"
        disabled={phase !== 'ready'}
        onClick={({ currentTarget }) => {
          const video = currentTarget.parentElement?.querySelector('video')
          if (isPlaying) video?.pause()
          else void video?.play()
        }}
      >
        {isPlaying ? 'Pause' : 'Play'}
      </button>
    </figure>
  )
}

/** A plain `<video>` with the app's own controls, on the content route. */
export const Plain: Story = {
  render: () => <PlainPlayer taskId={taskId} />,
  play: async ({ canvas, canvasElement }) => {
    await untilLoaded(canvasElement)
    await expect(canvasElement.querySelector('video')?.src).toMatch(/\/content$/)
    await userEvent.click(canvas.getByRole('button', { name: 'Play' }))
    await userEvent.click(await canvas.findByRole('button', { name: 'Pause' }))
    await expect(await canvas.findByRole('button', { name: 'Play' })).toBeVisible()
  },
}

/** A card with another player in its `player` slot. */
export const InTheCard: Story = {
  render: () => (
    <VideoTaskCard
      taskId={taskId}
      title="A fox in the snow"
      slots={{ player: <ChromePlayer taskId={taskId} /> }}
    />
  ),
  play: ({ canvasElement }) => untilLoaded(canvasElement),
}
