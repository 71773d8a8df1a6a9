import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, userEvent, waitFor } from 'storybook/test'
import { useCreateVideoTask, useVideoTaskHistory } from 'react-video-task'
import { VideoTaskCard, VideoTaskList } from 'react-video-task/components'
import './workflow.css'

const tasks = ['A fox in the snow', 'Paper boats on a canal', 'Rain on a tin roof'].map((prompt, index) => ({
  id: `video_${index}`,
  model: 'sora-2',
  state: { status: 'completed' } as const,
  fields: { prompt },
}))

const meta = {
  tags: ['hook', '!manifest'],
  title: 'History',
  parameters: { world: { gateway: 'vllm-omni', tasks } },
  render: () => <History />,
} satisfies Meta

export default meta
type Story = StoryObj<typeof meta>

function History() {
  const { entries, taskIds, removed, remove, undo, again, againError } = useVideoTaskHistory({
    undoTime: 4_000,
  })
  const create = useCreateVideoTask()
  const titleOf = (id: string) => entries.find((entry) => entry.id === id)?.title
  return (
    <div className="workflow">
      <button type="button" onClick={() => create.mutate({ model: 'sora-2', prompt: 'A lake at dawn' })}>
        Create
      </button>
      {removed.map(({ id, title }) => (
        <button type="button" key={id} onClick={() => undo(id)}>
          Restore {title}
        </button>
      ))}
      {againError && <p role="alert">{againError.message}</p>}
      <VideoTaskList taskIds={taskIds} layout="rows">
        {(id) => (
          <>
            <VideoTaskCard taskId={id} title={titleOf(id)} variant="compact" />
            <div className="actions">
              <button type="button" onClick={() => void again(id)}>
                Again: {titleOf(id)}
              </button>
              <button type="button" onClick={() => remove(id)}>
                Delete: {titleOf(id)}
              </button>
            </div>
          </>
        )}
      </VideoTaskList>
    </div>
  )
}

const shows = (canvas: Parameters<NonNullable<Story['play']>>[0]['canvas'], count: number) =>
  waitFor(() => expect(canvas.queryAllByRole('listitem')).toHaveLength(count), { timeout: 10_000 })

/** Removes a video, and brings it back before the delete is sent. */
export const RemoveAndUndo: Story = {
  play: async ({ canvas }) => {
    await shows(canvas, 3)
    await userEvent.click(canvas.getByRole('button', { name: 'Delete: A fox in the snow' }))
    await shows(canvas, 2)
    await userEvent.click(canvas.getByRole('button', { name: 'Restore A fox in the snow' }))
    await shows(canvas, 3)
  },
}

/** A new video is at the top at once, and the same video can be made again. */
export const SameAgain: Story = {
  play: async ({ canvas }) => {
    await shows(canvas, 3)
    await userEvent.click(canvas.getByRole('button', { name: 'Create' }))
    await shows(canvas, 4)
    await expect(canvas.getAllByRole('listitem')[0]).toHaveTextContent('A lake at dawn')
    await userEvent.click(canvas.getByRole('button', { name: 'Again: A lake at dawn' }))
    await shows(canvas, 5)
  },
}
