import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fn, userEvent, waitFor } from 'storybook/test'
import { VideoTaskCard, VideoTaskNotifyButton } from 'react-video-task/components'
import { isStoryWorld } from './support/StoryWorld.js'
import { stubNotifications } from './support/stubNotifications.js'

const meta = {
  tags: ['component'],
  title: 'Notifications',
  component: VideoTaskNotifyButton,
  args: { onPressedChange: fn() },
} satisfies Meta<typeof VideoTaskNotifyButton>

export default meta
type Story = StoryObj<typeof meta>

/** The browser's permission prompt appears only after a press. */
export const Off: Story = {
  beforeEach: () => stubNotifications('default', 'granted').restore,
  play: async ({ canvas, args }) => {
    const button = await canvas.findByRole('button', { name: 'Notify me when ready' })
    await expect(button).toHaveAttribute('aria-pressed', 'false')
    await userEvent.click(button)
    await waitFor(() => expect(button).toHaveAttribute('aria-pressed', 'true'))
    await expect(args.onPressedChange).toHaveBeenLastCalledWith(true)
    await userEvent.click(button)
    await waitFor(() => expect(button).toHaveAttribute('aria-pressed', 'false'))
    await expect(args.onPressedChange).toHaveBeenLastCalledWith(false)
  },
}

/** Switched on from the start, from a setting the app stored, while the browser still allows notifications. */
export const On: Story = {
  args: { defaultPressed: true },
  beforeEach: () => stubNotifications('granted').restore,
  play: async ({ canvas }) => {
    await expect(await canvas.findByRole('button')).toHaveAttribute('aria-pressed', 'true')
  },
}

/** Permission denied: the label says that notifications are blocked, and the button keeps the focus. */
export const Blocked: Story = {
  beforeEach: () => stubNotifications('default', 'denied').restore,
  play: async ({ canvas, args }) => {
    const button = await canvas.findByRole('button')
    await userEvent.click(button)
    await waitFor(() =>
      expect(button).toHaveTextContent(
        'Notifications are off for this site. Turn them on in the browser’s settings.',
      ),
    )
    await expect(button).toHaveFocus()
    await expect(button).toHaveAttribute('aria-disabled', 'true')
    await expect(args.onPressedChange).not.toHaveBeenCalled()
  },
}

/** A task that ends in a hidden tab: a count in the title and a notification, until the tab is shown. */
export const HiddenTab: Story = {
  args: { defaultPressed: true },
  parameters: {
    world: {
      tasks: [
        {
          id: 'task_example',
          scenario: {
            stateAt: ({ elapsed }: { elapsed: number }) =>
              elapsed < 2_000 ? { status: 'in_progress', progress: 80 } : { status: 'completed' },
          },
        },
      ],
    },
  },
  decorators: [
    (Story) => (
      <>
        <Story />
        <VideoTaskCard taskId="task_example" title="A fox runs through fresh snow" />
      </>
    ),
  ],
  play: async ({ canvas, loaded }) => {
    const world: unknown = loaded['world']
    if (!isStoryWorld(world)) throw new Error('The story has no world.')
    const { shown, restore } = stubNotifications('granted')
    const show = (visibilityState: DocumentVisibilityState) => {
      Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => visibilityState })
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
    }
    const title = document.title
    try {
      window.dispatchEvent(new Event('focus'))
      await waitFor(() => expect(canvas.getByRole('button', { pressed: true })).toBeVisible())
      await canvas.findByRole('progressbar')
      show('hidden')
      // A hidden tab polls every 45 s; the story refetches instead of waiting.
      const expectCount = async () => {
        await world.queryClient.refetchQueries()
        await expect(document.title).toBe(`(1) ${title}`.trim())
      }
      await waitFor(expectCount, { timeout: 10_000, interval: 500 })
      await expect(shown).toEqual(['Your video is ready'])
      show('visible')
      await expect(document.title).toBe(title)
    } finally {
      Reflect.deleteProperty(document, 'visibilityState')
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
      restore()
    }
  },
}
