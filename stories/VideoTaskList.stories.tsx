import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, screen, userEvent, waitFor } from 'storybook/test'
import { VideoTaskCard, VideoTaskList } from 'react-video-task/components'
import type { TaskSeed, TaskState } from 'react-video-task/testing'

const prompts = [
  'A fox in the snow',
  'Paper boats on a canal',
  'First light over the hills',
  'Rain on a tin roof',
]
const states: TaskState[] = [
  { status: 'in_progress', progress: 45 },
  { status: 'completed' },
  { status: 'queued' },
  { status: 'failed', error: { message: 'Refused', code: 'moderation' } },
]
const seeds = (count: number): TaskSeed[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `task_${index}`,
    state: states[index % states.length] ?? { status: 'queued' },
    fields: { prompt: `${prompts[index % prompts.length]}, take ${index + 1}` },
  }))
const ids = (count: number) => seeds(count).map(({ id = '' }) => id)

const meta = {
  tags: ['component'],
  component: VideoTaskList,
  parameters: { layout: 'padded', width: 900, world: { tasks: seeds(8) } },
  args: { taskIds: ids(8) },
} satisfies Meta<typeof VideoTaskList>

export default meta
type Story = StoryObj<typeof meta>

/** Videos in every state under one progress bar. */
export const Mixed: Story = {
  play: async ({ canvas }) => {
    const overall = canvas.getAllByRole('progressbar', { name: 'Videos' })[0]
    await waitFor(
      () =>
        expect(overall).toHaveAttribute(
          'aria-valuetext',
          expect.stringMatching(/2 ready, 2 not made, 4 to go$/),
        ),
      { timeout: 10_000 },
    )
    // Four of eight have ended, two are at 45 %, two are queued.
    await expect(overall).toHaveAttribute('aria-valuenow', '61')
  },
}

/** An empty list has no progress bar. */
export const Empty: Story = {
  args: { taskIds: [] },
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('region', { name: 'Videos' })).toBeInTheDocument()
    await expect(canvas.queryByRole('progressbar')).toBeNull()
  },
}

/** Another element for each task: compact cards in columns. */
export const Compact: Story = {
  args: { children: (taskId) => <VideoTaskCard taskId={taskId} variant="compact" /> },
  play: async ({ canvas }) =>
    waitFor(() => expect(canvas.getAllByRole('article')[0]).toHaveAttribute('data-variant', 'compact')),
}

/** Rows of 72 px in every state. The thumbnail of a finished video opens it in the large view. */
export const Rows: Story = {
  args: { layout: 'rows' },
  play: async ({ canvas }) => {
    await waitFor(() => expect(canvas.getAllByRole('article')[0]).toHaveAttribute('data-variant', 'compact'))
    for (const card of canvas.getAllByRole('article')) {
      await expect(card.clientHeight).toBe(72)
      // As far from the line above as from that below.
      const { top, bottom } = card.getBoundingClientRect()
      const well = card.querySelector('.video-task-well')?.getBoundingClientRect()
      await expect((well?.top ?? 0) - top).toBeCloseTo(bottom - (well?.bottom ?? 0), 0)
    }
  },
}

const shapes = ['1280x720', '720x1280', '1024x1024', '1280x720', '720x1280', '1680x720']
const gallery: TaskSeed[] = seeds(14).map((seed, index) => ({
  ...seed,
  state: index % 5 === 4 ? { status: 'in_progress', progress: 64 } : { status: 'completed' },
  fields: { ...seed.fields, size: shapes[index % shapes.length] ?? '' },
}))

/** Videos of all shapes in rows without holes. A pointer or the focus shows title and actions. */
export const Gallery: Story = {
  args: { layout: 'gallery', taskIds: ids(14) },
  parameters: { world: { tasks: gallery } },
  play: async ({ canvas }) => {
    const play = await canvas.findByRole(
      'button',
      { name: /^Play: A fox in the snow, take 1$/ },
      { timeout: 10_000 },
    )
    await expect(play).toHaveAttribute('aria-haspopup', 'dialog')
    await waitFor(() => {
      const [first, second] = canvas.getAllByRole('listitem')
      return expect(first?.clientHeight).toBe(second?.clientHeight)
    })
  },
}

/** A video in the large view: arrow keys or a swipe show the next one, Space plays, F fills the screen, Esc closes. */
export const LargeView: Story = {
  ...Gallery,
  play: async ({ canvas }) => {
    const play = await canvas.findByRole('button', { name: /take 1$/ }, { timeout: 10_000 })
    await userEvent.click(play)
    const dialog = await screen.findByRole(
      'dialog',
      { name: /A fox in the snow, take 1 1 of 12/ },
      { timeout: 10_000 },
    )
    await userEvent.keyboard('{ArrowRight}')
    await waitFor(() => expect(dialog).toHaveAccessibleName(/take 2 2 of 12/))
    await userEvent.keyboard('{ArrowLeft}')
    await waitFor(() => expect(dialog).toHaveAccessibleName(/take 1 1 of 12/))
  },
}

/** A thousand tasks: only cards near the viewport are mounted; the others keep their space. */
export const Thousand: Story = {
  args: { taskIds: ids(1_000) },
  parameters: { world: { tasks: seeds(1_000), provider: { pollInterval: 60_000 } } },
  play: async ({ canvas }) => {
    const entries = canvas.getAllByRole('listitem')
    await expect(entries).toHaveLength(1_000)
    await waitFor(() => expectNearMounted(entries), { timeout: 10_000 })
    const last = entries.at(-1)
    const height = document.documentElement.scrollHeight
    last?.scrollIntoView({ block: 'end' })
    await waitFor(() => expect(last?.querySelector('article')).not.toBeNull(), { timeout: 10_000 })
    await waitFor(() => expectNearMounted(entries), { timeout: 10_000 })
    await expect(Math.abs(document.documentElement.scrollHeight - height) / height).toBeLessThan(0.02)
    window.scrollTo(0, 0)
  },
}

/** Expects cards in the entries of the viewport and of one height of it above and below, and in no others. */
function expectNearMounted(entries: HTMLElement[]) {
  const { clientHeight } = document.documentElement
  const indexes = (isWanted: (entry: HTMLElement) => boolean) =>
    entries.flatMap((entry, index) => (isWanted(entry) ? [index] : []))
  const near = indexes((entry) => {
    const { top, bottom } = entry.getBoundingClientRect()
    return bottom >= -clientHeight && top <= 2 * clientHeight
  })
  return expect(indexes((entry) => entry.querySelector('article') !== null)).toEqual(near)
}
