import type { Meta, StoryObj } from '@storybook/react-vite'
import { type FormEvent, useState } from 'react'
import { expect, userEvent, waitFor } from 'storybook/test'
import { useCreateVideoTask } from 'react-video-task'
import { VideoTaskCard } from 'react-video-task/components'
import './workflow.css'

const meta = {
  tags: ['recipe', '!manifest'],
  title: 'Workflow',
  parameters: { world: { duration: 6_000 } },
} satisfies Meta

export default meta

function Studio() {
  const [prompt, setPrompt] = useState('A fox in the snow')
  const create = useCreateVideoTask()
  const start = () => create.mutate({ model: 'wan2.6', prompt, seconds: 5, size: '1280x720' })
  return (
    <div className="workflow">
      <form
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          start()
        }}
      >
        <label>
          Prompt
          <input value={prompt} onChange={(event) => setPrompt(event.target.value)} />
        </label>
        <button type="submit" disabled={create.isPending}>
          Create
        </button>
      </form>
      <VideoTaskCard taskId={create.data?.id} title={prompt} size="1280x720" onRetry={start} />
      <p className="hint">
        An emulated API: a video takes six seconds. Put <code>[fail]</code>, <code>[error]</code> or{' '}
        <code>[stuck]</code> into the prompt to simulate a failure.
      </p>
    </div>
  )
}

/** Creates a video, watches it and plays it; or lets it fail, to retry it. */
export const CreateWatchPlay: StoryObj<typeof meta> = {
  render: () => <Studio />,
  play: async ({ canvas, canvasElement }) => {
    const card = canvas.getByRole('article')
    await expect(card).toHaveAttribute('data-status', 'idle')
    await userEvent.click(canvas.getByRole('button', { name: 'Create' }))
    await waitFor(() => expect(card.getAttribute('data-status')).toMatch(/queued|in_progress/))
    await waitFor(() => expect(canvas.getByRole('article')).toHaveAttribute('data-status', 'completed'), {
      timeout: 15_000,
    })
    await waitFor(() => expect(canvasElement.querySelector('video')?.readyState).toBeGreaterThanOrEqual(1), {
      timeout: 10_000,
    })
  },
}
