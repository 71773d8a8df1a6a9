import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, userEvent, waitFor } from 'storybook/test'
import { VideoTaskDownload, VideoTaskRoot } from 'react-video-task/components'

const taskId = 'task_example'
const tasks = [{ id: taskId, state: { status: 'completed' as const } }]

/** A world where the first request learns of the task, and the next is answered as said. */
const contentOf = (content: () => Response) => ({ world: { tasks, answer: { from: 2, with: content } } })

const meta = {
  component: VideoTaskDownload,
  parameters: { world: { tasks } },
  decorators: [
    (Story) => (
      <VideoTaskRoot taskId={taskId} title="A fox runs through fresh snow">
        <Story />
      </VideoTaskRoot>
    ),
  ],
} satisfies Meta<typeof VideoTaskDownload>

export default meta
type Story = StoryObj<typeof meta>

/** On the page's own origin a link is all it takes: the browser downloads by itself. Elsewhere it opens a tab. */
export const Link: Story = {
  args: { method: 'link' },
  play: async ({ canvas }) => {
    const link = await canvas.findByRole('link', { name: 'Download' }, { timeout: 10_000 })
    await expect(link).toHaveAttribute('download', 'A fox runs through fresh snow.mp4')
  },
}

/** In the page, where a link would lack the headers of the client. */
export const InThePage: Story = {
  args: { method: 'page' },
  play: async ({ canvas }) => {
    const button = await canvas.findByRole('button', { name: 'Download' }, { timeout: 10_000 })
    await expect(button).toHaveAttribute('data-phase', 'idle')
  },
}

/** Under way: the label tells how far it is, and beside it is the way out. */
export const Downloading: Story = {
  args: { method: 'page' },
  parameters: contentOf(() => {
    const stream = new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(450)) })
    return new Response(stream, { headers: { 'content-type': 'video/mp4', 'content-length': '1000' } })
  }),
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Download' }, { timeout: 10_000 }))
    await expect(await canvas.findByText('Downloading 45%')).toBeVisible()
    await expect(canvas.getByRole('button', { name: 'Cancel download' })).toBeVisible()
  },
}

/** Cancelled by keyboard: the focus is back where it was. */
export const Cancelled: Story = {
  ...Downloading,
  play: async (context) => {
    await Downloading.play?.(context)
    await userEvent.tab()
    await userEvent.keyboard('{Enter}')
    const button = context.canvas.getByRole('button', { name: 'Download' })
    await waitFor(() => expect(button).toHaveFocus())
    await expect(context.canvas.getAllByRole('button')).toHaveLength(1)
  },
}

/** A failure says so, and leaves a way on. */
export const Failed: Story = {
  args: { method: 'page' },
  parameters: contentOf(() => Response.json({ error: { message: 'The file is gone' } }, { status: 502 })),
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Download' }, { timeout: 10_000 }))
    await expect(await canvas.findByRole('alert')).toHaveTextContent('Download failed.')
    await expect(canvas.getByRole('link', { name: 'Open video' })).toHaveAttribute('target', '_blank')
    await expect(canvas.getByRole('button', { name: 'Download' })).toHaveFocus()
  },
}
