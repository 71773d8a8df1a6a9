import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, waitFor } from 'storybook/test'
import { VideoTaskCard } from 'react-video-task/components'
import { isStoryWorld } from './support/StoryWorld.js'

const taskId = 'task_example'

const meta = {
  tags: ['hook'],
  title: 'Watching',
  component: VideoTaskCard,
  args: { taskId, title: 'A fox runs through fresh snow' },
  parameters: { world: { tasks: [{ id: taskId, state: { status: 'in_progress', progress: 45 } }] } },
} satisfies Meta<typeof VideoTaskCard>

export default meta
type Story = StoryObj<typeof meta>

type Loaded = Parameters<NonNullable<Story['play']>>[0]['loaded']

/** Returns a counter of the requests to the story's API. */
function countOf(loaded: Loaded): () => number {
  const world: unknown = loaded['world']
  if (!isStoryWorld(world)) throw new Error('The story has no world.')
  return () => world.emulator.requests.length
}

const seconds = (count: number) => new Promise((resolve) => setTimeout(resolve, count * 1_000))

function show(visibilityState: DocumentVisibilityState): void {
  Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => visibilityState })
  document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
}

/** Polls rarely in a hidden tab, and at once when the tab is shown. */
export const HiddenTab: Story = {
  play: async ({ loaded }) => {
    const count = countOf(loaded)
    await waitFor(() => expect(count()).toBeGreaterThan(2), { timeout: 5_000 })
    try {
      show('hidden')
      // A poll that was due when the tab was hidden may still be sent.
      await seconds(1)
      const hidden = count()
      await seconds(2)
      await expect(count()).toBe(hidden)
      show('visible')
      await waitFor(() => expect(count()).toBe(hidden + 1), { timeout: 300 })
      await waitFor(() => expect(count()).toBeGreaterThan(hidden + 3), { timeout: 5_000 })
    } finally {
      Reflect.deleteProperty(document, 'visibilityState')
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
    }
  },
}

/** Does not poll while offline, and polls at once when back online. */
export const Offline: Story = {
  play: async ({ loaded }) => {
    const count = countOf(loaded)
    await waitFor(() => expect(count()).toBeGreaterThan(2), { timeout: 5_000 })
    try {
      window.dispatchEvent(new Event('offline'))
      await seconds(1)
      const offline = count()
      await seconds(2)
      await expect(count()).toBe(offline)
      window.dispatchEvent(new Event('online'))
      await waitFor(() => expect(count()).toBe(offline + 1), { timeout: 300 })
    } finally {
      window.dispatchEvent(new Event('online'))
    }
  },
}
