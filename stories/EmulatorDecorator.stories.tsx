import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, waitFor, within } from 'storybook/test'
import { VideoTaskCard } from 'react-video-task/components'
import { withVideoEmulator } from './support/withVideoEmulator.js'

const meta = {
  tags: ['recipe'],
  title: 'Testing/Emulator as a decorator',
  component: VideoTaskCard,
  args: { taskId: 'fox', title: 'A fox in the snow' },
} satisfies Meta<typeof VideoTaskCard>

export default meta
type Story = StoryObj<typeof meta>

const untilStatus = (canvasElement: HTMLElement, status: string) =>
  waitFor(() => expect(within(canvasElement).getByRole('article')).toHaveAttribute('data-status', status), {
    timeout: 10_000,
  })

/** A task with a fixed state, set by `tasks: [{ id, state }]`. */
export const Frozen: Story = {
  decorators: [withVideoEmulator({ tasks: [{ id: 'fox', state: { status: 'in_progress', progress: 45 } }] })],
  play: ({ canvasElement }) => untilStatus(canvasElement, 'in_progress'),
}

/** A scripted task in another response format: queued for two polls, then failed. */
export const Scripted: Story = {
  decorators: [
    withVideoEmulator({
      tasks: [
        {
          id: 'fox',
          scenario: [
            'wrapped',
            { status: 'queued', times: 2 },
            { status: 'failed', progress: 39, error: { message: 'The fox ran away.' } },
          ],
        },
      ],
    }),
  ],
  play: async ({ canvasElement }) => {
    await untilStatus(canvasElement, 'queued')
    await untilStatus(canvasElement, 'failed')
  },
}
