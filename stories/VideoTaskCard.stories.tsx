import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fn, userEvent, waitFor, within } from 'storybook/test'
import { VideoTaskCard } from 'react-video-task/components'
import type { TaskSeed } from 'react-video-task/testing'
import { isStoryWorld } from './support/StoryWorld.js'

const taskId = 'task_example'
const world = (seed: Omit<TaskSeed, 'id'>) => ({ world: { tasks: [{ id: taskId, ...seed }] } })
const serverError = () => Response.json({ error: { message: 'Upstream is busy' } }, { status: 503 })

const meta = {
  tags: ['component'],
  component: VideoTaskCard,
  args: { taskId, title: 'A fox runs through fresh snow, golden hour' },
} satisfies Meta<typeof VideoTaskCard>

export default meta
type Story = StoryObj<typeof meta>

/** The estimate of a duration store with twenty samples. */
const typicalOf = { run: 90_000, spread: 0.15, queue: 4_000, samples: 20 }

/** An image of the app's own. */
const poster = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 9"><defs><linearGradient id="a" x2="0" y2="1"><stop stop-color="#7a92d8"/><stop offset="1" stop-color="#e9d9c5"/></linearGradient></defs><path fill="url(#a)" d="M0 0h16v9H0z"/><path fill="#41507a" d="M0 7l4-3 3 2 4-4 5 4v3H0z"/></svg>')}`

/** The computed style of no background. */
const CLEAR = 'rgba(0, 0, 0, 0)'

function requestsOf(loaded: Parameters<NonNullable<Story['play']>>[0]['loaded']) {
  const found: unknown = loaded['world']
  if (!isStoryWorld(found)) throw new Error('The story has no world.')
  return found.emulator.requests
}

const card = (canvasElement: HTMLElement) => within(canvasElement).getByRole('article')
const untilStatus = (canvasElement: HTMLElement, status: string) =>
  waitFor(() => expect(card(canvasElement)).toHaveAttribute('data-status', status), { timeout: 10_000 })

/** No task yet. */
export const Idle: Story = {
  args: { taskId: null, title: undefined },
  play: async ({ canvasElement, canvas }) => {
    await untilStatus(canvasElement, 'idle')
    await expect(canvas.queryByRole('progressbar')).toBeNull()
  },
}

/** The first request is pending. */
export const Loading: Story = {
  parameters: { world: { answer: { from: 1, with: () => new Promise<Response>(() => {}) } } },
  play: ({ canvasElement }) => untilStatus(canvasElement, 'loading'),
}

/** Queued: its state and how long it has waited; no bar. */
export const Queued: Story = {
  parameters: world({ state: { status: 'queued' } }),
  play: async ({ canvasElement, canvas }) => {
    await untilStatus(canvasElement, 'queued')
    const bar = canvas.getByRole('progressbar')
    await expect(bar).not.toHaveAttribute('aria-valuenow')
    await expect(bar).toHaveAttribute('aria-valuetext', 'In line')
    // Said once: the line under the title has the model.
    await expect(canvas.getAllByText('In line')).toHaveLength(1)
    await expect(canvas.getByText('wan2.6')).toBeVisible()
  },
}

/** In progress: a determinate progress bar. */
export const InProgress: Story = {
  parameters: world({ state: { status: 'in_progress', progress: 45 } }),
  play: async ({ canvasElement, canvas }) => {
    await untilStatus(canvasElement, 'in_progress')
    const bar = canvas.getByRole('progressbar')
    await expect(bar).toHaveAttribute('aria-valuenow', '45')
    await expect(bar).toHaveAttribute('aria-valuetext', '45%')
  },
}

/** In progress, made of a reference picture: the field has its colours. */
export const InProgressFromPicture: Story = {
  args: { poster },
  parameters: world({ state: { status: 'in_progress', progress: 45 } }),
  play: async ({ canvasElement }) => {
    await untilStatus(canvasElement, 'in_progress')
    const field = canvasElement.querySelector('.video-task-well > img')
    await expect(field).toHaveAttribute('src', poster)
    await expect(field).toHaveAttribute('alt', '')
  },
}

/** A server that reports 100 % before the task is completed: the bar stays at 99 %. */
export const NotFullBeforeCompleted: Story = {
  parameters: world({ state: { status: 'in_progress', progress: 100 } }),
  play: async ({ canvasElement, canvas }) => {
    await untilStatus(canvasElement, 'in_progress')
    await expect(canvas.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '99')
  },
}

async function expectPlayable(canvasElement: HTMLElement) {
  await untilStatus(canvasElement, 'completed')
  const video = canvasElement.querySelector('video')
  if (!video) throw new Error('expected a <video>')
  await waitFor(() => expect(video.readyState).toBeGreaterThanOrEqual(1), { timeout: 10_000 })
  await expect(video.error).toBeNull()
  await expect(video.controls).toBe(false)
  await expect(video.tabIndex).toBe(-1)
  return video
}

/** Completed: a poster with a button and the length until it plays, then native controls; a link and a download. */
export const Completed: Story = {
  parameters: world({ state: { status: 'completed' }, size: '1280x720' }),
  play: async ({ canvasElement, canvas }) => {
    const video = await expectPlayable(canvasElement)
    await expect(await canvas.findByText('0:04')).toBeVisible()
    video.muted = true
    await userEvent.click(canvas.getByRole('button', { name: /^Play: A fox/ }))
    await waitFor(() => expect(video.currentTime).toBeGreaterThan(0.1))
    await expect(video.controls).toBe(true)
    await expect(document.activeElement).toBe(video)
    await expect(canvas.queryByRole('button', { name: /^Play/ })).toBeNull()
    video.pause()
    await expect(canvas.getByRole('button', { name: 'Download' })).toBeVisible()
  },
}

/** A portrait video: the well has its shape from the first frame, so that nothing moves when the video loads. */
export const CompletedPortrait: Story = {
  args: { size: '720x1280' },
  parameters: { ...world({ state: { status: 'completed' }, size: '720x1280' }), width: 240 },
  play: async ({ canvasElement }) => {
    const video = await expectPlayable(canvasElement)
    const { width, height } = video.getBoundingClientRect()
    await expect(width / height).toBeCloseTo(9 / 16, 1)
  },
}

/** Failed: an error message for users, the request id and a retry button. The provider's own text is not shown. */
export const Failed: Story = {
  args: { onRetry: fn() },
  parameters: world({
    state: {
      status: 'failed',
      error: {
        message: 'The prompt was refused by the safety check. (request id: 20261124a7f3)',
        code: 'moderation',
      },
    },
  }),
  play: async ({ canvasElement, canvas, args }) => {
    await untilStatus(canvasElement, 'failed')
    await expect(canvas.getByText('This was not allowed.')).toBeVisible()
    await expect(canvas.queryByText(/safety check/)).toBeNull()
    await expect(canvas.getByText('20261124a7f3', { selector: '.video-task-facts code' })).toBeVisible()
    await userEvent.click(canvas.getByRole('button', { name: 'Try again' }))
    await expect(args.onRetry).toHaveBeenCalledWith(expect.objectContaining({ id: taskId, status: 'failed' }))
  },
}

/** An error without a reason. */
export const ErrorWithoutReason: Story = {
  parameters: world({ state: { status: 'error' } }),
  play: async ({ canvasElement, canvas }) => {
    await untilStatus(canvasElement, 'error')
    await expect(canvas.getByText('We could not make this video.')).toBeVisible()
    await expect(canvas.queryByRole('button')).toBeNull()
  },
}

/** The first poll fails with a network error. Polling continues. */
export const Unreachable: Story = {
  parameters: {
    world: { answer: { from: 1, with: () => Promise.reject(new TypeError('Failed to fetch')) } },
  },
  play: async ({ canvasElement, canvas }) => {
    await untilStatus(canvasElement, 'unreachable')
    await expect(card(canvasElement)).toHaveAttribute('data-retrying')
    await expect(canvas.getByRole('button', { name: 'Check now' })).toBeVisible()
  },
}

/** The last known progress stays visible while polls fail. */
export const UnreachableWithProgress: Story = {
  parameters: {
    world: {
      ...world({ state: { status: 'in_progress', progress: 60 } }).world,
      answer: { from: 2, with: serverError },
    },
  },
  play: async ({ canvasElement, canvas }) => {
    await untilStatus(canvasElement, 'unreachable')
    await expect(canvas.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '60')
  },
}

/** A non-retryable error: polling has ended. */
export const NonRetryableError: Story = {
  parameters: {
    world: {
      answer: {
        from: 1,
        with: () =>
          Response.json({ error: { message: 'Please sign in.', code: 'unauthorized' } }, { status: 401 }),
      },
    },
  },
  play: async ({ canvasElement }) => {
    await untilStatus(canvasElement, 'unreachable')
    await expect(card(canvasElement)).not.toHaveAttribute('data-retrying')
    await expect(card(canvasElement)).toHaveTextContent('You are signed out.')
    await expect(card(canvasElement).getAnimations({ subtree: true })).toHaveLength(0)
  },
}

/**
 * The link has expired and the content route has no file either: after one poll for a fresh link and one try of the
 * content route, the card shows the error and a button.
 */
export const ExpiredLink: Story = {
  args: { poster },
  parameters: world({ state: { status: 'completed', url: 'expired' } }),
  play: async ({ canvasElement, canvas, loaded }) => {
    await untilStatus(canvasElement, 'expired')
    const retrieves = () => requestsOf(loaded).filter(({ path }) => path.endsWith(taskId)).length
    await expect(retrieves()).toBe(2)
    await expect(canvasElement.querySelector('video')).not.toHaveAttribute('src')
    await userEvent.click(canvas.getByRole('button', { name: 'Refresh link' }))
    await waitFor(() => expect(retrieves()).toBe(3))
    await untilStatus(canvasElement, 'expired')
    await expect(retrieves()).toBe(3)
    const button = await canvas.findByRole('button', { name: 'Refresh link' })
    await expect(button.closest('.video-task-notice')).not.toHaveStyle({ backgroundColor: CLEAR })
  },
}

/** Without a picture there is nothing to veil: the field of colour is seen under the message. */
export const ExpiredLinkWithoutPicture: Story = {
  parameters: world({ state: { status: 'completed', url: 'expired' } }),
  play: async ({ canvasElement, canvas }) => {
    await untilStatus(canvasElement, 'expired')
    const button = await canvas.findByRole('button', { name: 'Refresh link' })
    await expect(button.closest('.video-task-notice')).toHaveStyle({ backgroundColor: CLEAR })
    const well = canvasElement.querySelector('.video-task-well')
    await expect(well).not.toHaveStyle({ backgroundImage: 'none' })
  },
}

/** No change for a long time: polling has paused, and a press resumes it. */
export const Stalled: Story = {
  parameters: {
    world: {
      ...world({ state: { status: 'in_progress', progress: 40 } }).world,
      provider: { pollDeadline: 400, pollInterval: 200 },
    },
  },
  play: async ({ canvasElement, canvas }) => {
    await untilStatus(canvasElement, 'stalled')
    const bar = canvas.getByRole('progressbar')
    await expect(bar).toHaveAttribute('aria-valuenow', '40')
    canvas.getByRole('button', { name: 'Check now' }).focus()
    await userEvent.keyboard('{Enter}')
    await untilStatus(canvasElement, 'in_progress')
    // The focus stays in the card when its button disappears.
    await expect(card(canvasElement).contains(document.activeElement)).toBe(true)
    await untilStatus(canvasElement, 'stalled')
  },
}

/** A server that reports no percentage: the time left is estimated from earlier tasks. */
export const TimeLeft: Story = {
  parameters: {
    world: {
      ...world({ state: { status: 'in_progress', progress: 0 }, age: 0 }).world,
      provider: { durations: { add: () => {}, typical: () => typicalOf } },
    },
  },
  play: async ({ canvasElement, canvas }) => {
    await untilStatus(canvasElement, 'in_progress')
    await expect(canvas.getByText(/^(About|Under) .+ left$/)).toBeVisible()
    await expect(canvas.getByRole('progressbar')).toHaveAttribute('data-indeterminate')
  },
}

/** A small well with the text beside it. */
export const Compact: Story = {
  args: { variant: 'compact', onRetry: fn() },
  parameters: world({ state: { status: 'in_progress', progress: 45 } }),
  play: ({ canvasElement }) => untilStatus(canvasElement, 'in_progress'),
}

export const CompactCompleted: Story = {
  args: { variant: 'compact' },
  parameters: world({ state: { status: 'completed' } }),
  play: async ({ canvasElement }) => void (await expectPlayable(canvasElement)),
}

export const CompactFailed: Story = {
  args: { variant: 'compact', onRetry: fn() },
  parameters: world({ state: { status: 'failed', error: { message: 'No', code: 'moderation' } } }),
  play: async ({ canvasElement, canvas }) => {
    await untilStatus(canvasElement, 'failed')
    await expect(canvas.getByRole('button', { name: 'Try again' })).toBeVisible()
  },
}

/** The link is copied, and the button shows the outcome. */
export const CopyLink: Story = {
  parameters: world({ state: { status: 'completed' } }),
  play: async ({ canvasElement, canvas }) => {
    await untilStatus(canvasElement, 'completed')
    const written: string[] = []
    Object.defineProperty(navigator, 'clipboard', {
      configurable: true,
      value: { writeText: async (text: string) => void written.push(text) },
    })
    try {
      await userEvent.click(canvas.getByRole('button', { name: 'Copy link' }))
      await expect(await canvas.findByRole('button', { name: 'Copied' })).toBeVisible()
      await expect(written[0]).toMatch(/\.mp4\?Expires=/)
      await expect(await canvas.findByRole('button', { name: 'Copy link' }, { timeout: 4_000 })).toBeVisible()
      Object.defineProperty(navigator, 'clipboard', { configurable: true, value: undefined })
      await userEvent.click(canvas.getByRole('button', { name: 'Copy link' }))
      await expect(await canvas.findByRole('button', { name: 'Could not copy' })).toBeVisible()
    } finally {
      Reflect.deleteProperty(navigator, 'clipboard')
    }
  },
}

/** A long title is truncated to one line. */
export const LongTitle: Story = {
  args: {
    title: 'A very long prompt that goes on and on about foxes, snow, light and everything else. '.repeat(4),
  },
  parameters: world({ state: { status: 'in_progress', progress: 30 } }),
  play: async ({ canvasElement }) => {
    await untilStatus(canvasElement, 'in_progress')
    const title = canvasElement.querySelector('.video-task-title')
    await expect(title?.getBoundingClientRect().height).toBeLessThanOrEqual(20)
  },
}

/** At 120 px wide, only the well with the percentage and the bar is left. */
export const Tiny: Story = {
  parameters: { ...world({ state: { status: 'in_progress', progress: 65 } }), width: 120 },
  play: async ({ canvasElement, canvas }) => {
    await untilStatus(canvasElement, 'in_progress')
    await expect(canvas.getByRole('progressbar')).toBeVisible()
    await expect(canvasElement.querySelector('.video-task-row')).not.toBeVisible()
  },
}

/** At 200 px wide. */
export const Narrow: Story = {
  args: { onRetry: fn() },
  parameters: { ...world({ state: { status: 'in_progress', progress: 30 } }), width: 200 },
  play: ({ canvasElement }) => untilStatus(canvasElement, 'in_progress'),
}

/** Right to left: the bar fills from the right. */
export const RightToLeft: Story = {
  args: { title: 'ثعلب يركض في الثلج' },
  parameters: world({ state: { status: 'in_progress', progress: 30 } }),
  globals: { direction: 'rtl' },
  play: async ({ canvasElement }) => {
    await untilStatus(canvasElement, 'in_progress')
    const fill = canvasElement.querySelector('.video-task-progress-fill')?.getBoundingClientRect()
    const track = canvasElement.querySelector('.video-task-progress-track')?.getBoundingClientRect()
    await waitFor(() => expect(fill?.right).toBeCloseTo(track?.right ?? 0, 0))
  },
}

/** In a page that centres its text, as that of a new Vite app: texts begin at their own edge, and tooltips stay within the card. */
export const CentredPage: Story = {
  parameters: world({ state: { status: 'completed' } }),
  globals: { direction: 'rtl' },
  decorators: [
    (Story) => (
      <div style={{ textAlign: 'center' }}>
        <Story />
      </div>
    ),
  ],
  play: async ({ canvasElement, canvas }) => {
    await untilStatus(canvasElement, 'completed')
    const { left, right } = card(canvasElement).getBoundingClientRect()
    const title = document.createRange()
    title.selectNodeContents(canvas.getByRole('heading'))
    await expect(title.getBoundingClientRect().right).toBeCloseTo(right, 0)
    const tooltips = [...canvasElement.querySelectorAll('.video-task-row .video-task-action > span')]
    await expect(tooltips).toHaveLength(2)
    for (const tooltip of tooltips)
      await expect(tooltip.getBoundingClientRect().left).toBeGreaterThanOrEqual(left)
  },
}

/** From queue to player in four seconds on the emulator; the card keeps its height. */
export const Live: Story = {
  parameters: { world: { duration: 4_000, tasks: [{ id: taskId }] } },
  play: async ({ canvasElement }) => {
    const heights = new Set<number>()
    const recordHeight = () => heights.add(Math.round(card(canvasElement).getBoundingClientRect().height))
    for (const status of ['queued', 'in_progress', 'completed']) {
      await untilStatus(canvasElement, status)
      recordHeight()
    }
    await expectPlayable(canvasElement)
    recordHeight()
    await expect([...heights]).toHaveLength(1)
  },
}

/** A menu with what else is possible, the app's own actions included, by keyboard; a deletion can be undone. */
export const Menu: Story = {
  args: {
    onAgain: fn(),
    onEditPrompt: fn(),
    onDelete: fn(),
    actions: [
      { label: 'Share', onSelect: fn() },
      { label: 'Stop', states: ['in_progress'], onSelect: fn() },
    ],
  },
  parameters: world({ state: { status: 'completed' } }),
  play: async ({ canvasElement, canvas, args }) => {
    await untilStatus(canvasElement, 'completed')
    const button = canvas.getByRole('button', { name: 'More actions' })
    button.focus()
    await userEvent.keyboard('{ArrowUp}')
    await waitFor(() => expect(canvas.getByRole('menuitem', { name: 'Delete' })).toHaveFocus())
    const items = canvas.getAllByRole('menuitem').map(({ textContent }) => textContent)
    await expect(items).toEqual(['Edit prompt', 'Make again', 'Share', 'Delete'])
    await userEvent.keyboard('{ArrowDown}')
    await expect(canvas.getByRole('menuitem', { name: 'Edit prompt' })).toHaveFocus()
    await userEvent.keyboard('s')
    await expect(canvas.getByRole('menuitem', { name: 'Share' })).toHaveFocus()
    await userEvent.keyboard('{Escape}')
    await expect(button).toHaveFocus()
    await expect(canvas.queryByRole('menu')).toBeNull()
    await userEvent.click(button)
    await userEvent.click(canvas.getByRole('menuitem', { name: 'Make again' }))
    await expect(args.onAgain).toHaveBeenCalledWith(expect.objectContaining({ id: taskId }))

    await userEvent.click(button)
    await userEvent.keyboard('{End}{Enter}')
    await expect(canvasElement.querySelector('video')).toBeNull()
    const undo = canvas.getByRole('button', { name: 'Undo' })
    await expect(undo).toHaveFocus()
    await userEvent.keyboard('{Enter}')
    await expect(canvasElement.querySelector('video')).not.toBeNull()
    await expect(args.onDelete).not.toHaveBeenCalled()
    // The focus stays in the card when its button disappears.
    await expect(card(canvasElement).contains(document.activeElement)).toBe(true)
  },
}

/** Where the prompt was the reason, editing it comes first. */
export const EditPrompt: Story = {
  args: { onRetry: fn(), onEditPrompt: fn() },
  parameters: world({ state: { status: 'failed', error: { message: 'No', code: 'moderation' } } }),
  play: async ({ canvasElement, canvas, args }) => {
    await untilStatus(canvasElement, 'failed')
    await expect(canvas.getAllByRole('button')[0]).toHaveTextContent('Edit prompt')
    await userEvent.click(canvas.getByRole('button', { name: 'Edit prompt' }))
    await expect(args.onEditPrompt).toHaveBeenCalledWith(expect.objectContaining({ id: taskId }))
  },
}

/** Words instead of icons, and how long ago the video was made. */
export const TextLabels: Story = {
  args: { labels: 'text', time: true, onDelete: fn() },
  parameters: world({ state: { status: 'completed' } }),
  play: async ({ canvasElement, canvas }) => {
    await untilStatus(canvasElement, 'completed')
    await expect(canvas.getByText('Copy link')).toBeVisible()
    await expect(canvasElement.querySelector('time')).toHaveAttribute('datetime')
  },
}
