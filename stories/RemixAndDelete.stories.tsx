import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, userEvent, waitFor } from 'storybook/test'
import { useDeleteVideoTask, useRemixVideoTask, useVideoTaskList } from 'react-video-task'
import { VideoTaskCard } from 'react-video-task/components'
import './workflow.css'

const taskId = 'video_example'
const running = {
  id: taskId,
  model: 'sora-2',
  state: { status: 'in_progress', progress: 40 },
} as const
const completed = { id: taskId, model: 'sora-2', state: { status: 'completed' } } as const

const meta = { tags: ['hook', '!manifest'], title: 'Remix and delete' } satisfies Meta

export default meta
type Story = StoryObj<typeof meta>

/** What is known of a delete, and no more: no gateway documents a refund. */
function describeDelete({ isPending, data, error }: ReturnType<typeof useDeleteVideoTask>): string {
  if (isPending) return 'Asked to delete it.'
  if (data) return data.deleted ? 'Deleted.' : 'Accepted, not confirmed. It may still be made and billed.'
  if (error) return 'Not possible. The video is still made and billed.'
  return ''
}

function DeletableCard() {
  const remove = useDeleteVideoTask()
  return (
    <div className="workflow">
      <VideoTaskCard taskId={taskId} title="A fox in the snow" size="1280x720" />
      <button
        type="button"
        onClick={() => remove.mutate(taskId)}
        disabled={remove.isPending || remove.data?.deleted}
      >
        Delete
      </button>
      <p role="status">{describeDelete(remove)}</p>
    </div>
  )
}

/** Deletes the task once it is shown, and waits for what is said of it. */
const deletes = (said: string, status: string): Story['play'] => {
  return async ({ canvas }) => {
    const card = canvas.getByRole('article')
    await waitFor(() => expect(card).toHaveAttribute('data-status', 'in_progress'), { timeout: 10_000 })
    await userEvent.click(canvas.getByRole('button', { name: 'Delete' }))
    await waitFor(() => expect(canvas.getByText(said)).toBeVisible())
    await expect(card).toHaveAttribute('data-status', status)
  }
}

/** Asked for: the API has not answered yet, and the task is still watched. */
export const AskedFor: Story = {
  parameters: {
    world: {
      gateway: 'vllm-omni',
      tasks: [running],
      answer: { from: 1, method: 'DELETE', with: () => new Promise(() => undefined) },
    },
  },
  render: () => <DeletableCard />,
  play: deletes('Asked to delete it.', 'in_progress'),
}

/** Confirmed: vLLM-Omni aborts a running task. The watch ends, without an error. */
export const Confirmed: Story = {
  parameters: { world: { gateway: 'vllm-omni', tasks: [running] } },
  render: () => <DeletableCard />,
  play: async (context) => {
    await deletes('Deleted.', 'deleted')?.(context)
    await expect(context.canvas.queryByRole('alert')).toBeNull()
    await expect(context.canvas.queryByRole('progressbar')).toBeNull()
  },
}

/** Accepted and not confirmed: the task is still watched. */
export const NotConfirmed: Story = {
  parameters: {
    world: {
      gateway: 'vllm-omni',
      tasks: [running],
      answer: { from: 1, method: 'DELETE', with: () => new Response(null, { status: 202 }) },
    },
  },
  render: () => <DeletableCard />,
  play: deletes('Accepted, not confirmed. It may still be made and billed.', 'in_progress'),
}

/** Not possible, and still billed: OpenAI and LiteLLM delete ended tasks only. */
export const NotPossible: Story = {
  parameters: { world: { gateway: 'litellm', tasks: [running] } },
  render: () => <DeletableCard />,
  play: deletes('Not possible. The video is still made and billed.', 'in_progress'),
}

/** A finished video, deleted: the card offers neither player nor download, and no renewal of its URL. */
export const FinishedVideo: Story = {
  parameters: { world: { gateway: 'litellm', tasks: [completed] } },
  render: () => <DeletableCard />,
  play: async ({ canvas, canvasElement }) => {
    const card = canvas.getByRole('article')
    await waitFor(() => expect(card).toHaveAttribute('data-status', 'completed'), { timeout: 10_000 })
    await userEvent.click(canvas.getByRole('button', { name: 'Delete' }))
    await waitFor(() => expect(card).toHaveAttribute('data-status', 'deleted'))
    await expect(canvasElement.querySelector('video')).toBeNull()
    await expect(canvas.getAllByRole('button')).toHaveLength(1)
    await expect(canvas.queryByRole('link')).toBeNull()
  },
}

function History() {
  const { data } = useVideoTaskList()
  const remove = useDeleteVideoTask()
  const tasks = data?.pages.flatMap((page) => page.data) ?? []
  return (
    <ul>
      {tasks.map(({ id, status }) => (
        <li key={id}>
          {id}: {status}{' '}
          <button type="button" onClick={() => remove.mutate(id)} disabled={remove.isPending}>
            Delete {id}
          </button>
        </li>
      ))}
    </ul>
  )
}

/** A list of tasks, which is fetched again after a delete. */
export const DeletedFromAList: Story = {
  parameters: {
    world: { gateway: 'vllm-omni', tasks: [completed, { ...completed, id: 'video_other' }] },
  },
  render: () => <History />,
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: `Delete ${taskId}` }))
    await waitFor(() => expect(canvas.getAllByRole('listitem')).toHaveLength(1))
    await expect(canvas.getByRole('listitem')).toHaveTextContent('video_other')
  },
}

function RemixableCard() {
  const remix = useRemixVideoTask()
  return (
    <div className="workflow">
      <VideoTaskCard taskId={taskId} title="A fox in the snow" size="1280x720" />
      <button
        type="button"
        onClick={() => remix.mutate({ id: taskId, prompt: 'The same fox in summer' })}
        disabled={remix.isPending}
      >
        Remix
      </button>
      {remix.error && <p role="alert">{remix.error.message}</p>}
      {remix.data && <VideoTaskCard taskId={remix.data.id} title="The same fox in summer" size="1280x720" />}
    </div>
  )
}

/** A new video from a finished one of Sora, which is a task of its own, and billed. */
export const Remix: Story = {
  parameters: { world: { tasks: [completed] } },
  render: () => <RemixableCard />,
  play: async ({ canvas }) => {
    const source = canvas.getByRole('article')
    await waitFor(() => expect(source).toHaveAttribute('data-status', 'completed'), { timeout: 10_000 })
    await userEvent.click(canvas.getByRole('button', { name: 'Remix' }))
    await waitFor(() => expect(canvas.getAllByRole('article')).toHaveLength(2))
    await expect(canvas.getAllByRole('article')[1]?.getAttribute('data-status')).toMatch(/queued|in_progress/)
    await expect(source).toHaveAttribute('data-status', 'completed')
  },
}
