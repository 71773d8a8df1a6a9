import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, userEvent, waitFor } from 'storybook/test'
import { VideoTaskDownload, VideoTaskRoot } from 'react-video-task/components'

const taskId = 'task_example'
const tasks = [{ id: taskId, state: { status: 'completed' as const } }]

/** A world that answers the first request with the task and the next one with the given content. */
const contentOf = (content: () => Response) => ({ world: { tasks, answer: { from: 2, with: content } } })

const meta = {
  tags: ['component'],
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

/** A link: on the page's own origin the browser downloads the file itself; on another origin it opens a tab. */
export const Link: Story = {
  args: { method: 'link' },
  play: async ({ canvas }) => {
    const link = await canvas.findByRole('link', { name: 'Download' }, { timeout: 10_000 })
    await expect(link).toHaveAttribute('download', 'A fox runs through fresh snow.mp4')
  },
}

/** A download in the page, which sends the client's headers. */
export const InThePage: Story = {
  args: { method: 'page' },
  play: async ({ canvas }) => {
    const button = await canvas.findByRole('button', { name: 'Download' }, { timeout: 10_000 })
    await expect(button).toHaveAttribute('data-phase', 'idle')
  },
}

/** Downloading: the label shows the progress, with a cancel button beside it. */
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

/** Cancelled by keyboard: the focus returns to the download button. */
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

/** A failed download: an error message and a link to open the video. */
export const Failed: Story = {
  args: { method: 'page' },
  parameters: contentOf(() => Response.json({ error: { message: 'The file is gone' } }, { status: 502 })),
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Download' }, { timeout: 10_000 }))
    await expect(await canvas.findByRole('alert')).toHaveTextContent('Could not download.')
    await expect(canvas.getByRole('link', { name: 'Open in a new tab' })).toHaveAttribute('target', '_blank')
    await expect(canvas.getByRole('button', { name: 'Download' })).toHaveFocus()
  },
}
