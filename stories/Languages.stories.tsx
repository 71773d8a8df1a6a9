import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, waitFor } from 'storybook/test'
import { VideoTaskCard } from 'react-video-task/components'
import { chineseMessages } from 'react-video-task/messages'
import type { TaskSeed } from 'react-video-task/testing'
import { arabicMessages } from './support/arabicMessages.js'

const tasks: TaskSeed[] = [
  { id: 'task_queued', state: { status: 'queued' } },
  { id: 'task_running', state: { status: 'in_progress', progress: 65 } },
  { id: 'task_done', state: { status: 'completed' } },
  { id: 'task_failed', state: { status: 'failed', error: { message: 'No', code: 'moderation' } } },
]

const meta = {
  tags: ['looks', '!manifest'],
  title: 'Languages',
  args: { title: '' },
  render: ({ title }) => (
    <div className="overview">
      {tasks.map(({ id = '' }) => (
        <VideoTaskCard key={id} taskId={id} title={title} onRetry={() => {}} />
      ))}
    </div>
  ),
} satisfies Meta<{ title: string }>

export default meta
type Story = StoryObj<typeof meta>

const parameters = (messages: object) => ({
  layout: 'padded',
  width: 840,
  world: { tasks, provider: { messages } },
})

/** The catalogue shipped with the package. */
export const Chinese: Story = {
  args: { title: '雪地里的狐狸' },
  parameters: parameters(chineseMessages),
  decorators: [
    (Story) => (
      <div lang="zh-Hans">
        <Story />
      </div>
    ),
  ],
  play: async ({ canvas }) => {
    await expect(await canvas.findByText('内容未通过审核。')).toBeVisible()
    await expect(await canvas.findByRole('button', { name: '再试一次' })).toBeVisible()
  },
}

/** An app's own catalogue, right to left; missing messages are English. */
export const Arabic: Story = {
  args: { title: 'ثعلب يركض في الثلج' },
  parameters: parameters(arabicMessages),
  globals: { direction: 'rtl' },
  decorators: [
    (Story) => (
      <div lang="ar">
        <Story />
      </div>
    ),
  ],
  play: async ({ canvasElement }) => {
    const running = () => canvasElement.querySelector('[role=progressbar][aria-valuenow="65"]')
    await waitFor(() => expect(running()).not.toBeNull())
    // Percentages use the digits of the language.
    await expect(running()?.getAttribute('aria-valuetext')).toBe(
      new Intl.NumberFormat('ar', { style: 'percent' }).format(0.65),
    )
    const track = running()?.querySelector('.video-task-progress-track')?.getBoundingClientRect()
    const fill = running()?.querySelector('.video-task-progress-fill')?.getBoundingClientRect()
    await expect(fill?.right).toBeCloseTo(track?.right ?? 0, 0)
  },
}
