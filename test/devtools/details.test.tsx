import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import type { VideoTask } from 'react-video-task'
// Private: a panel reaches these states only by chance.
import type { TaskLog } from '../../src/devtools/log/taskLog.js'
import { TaskDetails } from '../../src/devtools/TaskDetails.js'
import { TaskList } from '../../src/devtools/TaskList.js'

const now = new Date(2026, 0, 2, 3, 4, 5).getTime()
const logOf = (task?: Partial<VideoTask>, fields?: Partial<TaskLog>): TaskLog => ({
  ...{ hash: 'a', id: 'task_a', scope: '', error: null, observers: 2, isLeading: undefined },
  task: task && { id: 'task_a', object: 'video', status: 'queued', progress: 0, ...task },
  ...{ polls: [], events: [], plan: undefined, ...fields },
})

function renderDetails(log: TaskLog) {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <TaskDetails log={log} settings={{}} now={now} />
    </QueryClientProvider>,
  )
}

/** The facts of a list by name, with a mark at those that need attention. */
const factsOf = (label: string) =>
  Object.fromEntries(
    [...screen.getByLabelText(label).children].map((fact) => [
      `${fact.querySelector('dt')?.textContent}${fact.hasAttribute('data-active') ? '!' : ''}`,
      fact.querySelector('dd')?.textContent,
    ]),
  )

it('each button of a task says what it does', () => {
  renderDetails(logOf({}))
  expect(screen.getAllByRole('button').map(({ title, textContent }) => [textContent, title])).toEqual([
    ['Poll now', 'Polls now, and again after a stall'],
    ['Stop', 'Marks the task as stalled, so that nothing polls it'],
    ['Forget', 'Removes the task from cache and registry. What still watches it polls again.'],
  ])
})

it('the JSON of a task can be scrolled by keys, in the order of the page', () => {
  renderDetails(logOf({ progress: 7 }))
  expect(screen.getByText(/"progress": 7/).tabIndex).toBe(0)
})

it('a task whose polling has ended cannot be stopped', () => {
  const plan = { delay: false, reason: 'completed', due: undefined } as const
  renderDetails(logOf({ status: 'completed', progress: 100 }, { plan }))
  expect(screen.getByRole('button', { name: 'Stop' })).toHaveProperty('disabled', true)
  expect(screen.getByText('because the task is completed', { exact: false }).dataset['ended']).toBe('')
})

it.each([
  [1_000, { Expires: 'at 03:04:06, in 1 s' }],
  [0, { 'Expires!': 'expired at 03:04:05' }],
])('a URL that expires in %d ms works until that moment, also of a task never observed', (left, expiry) => {
  const video_url = `https://cdn.example/v.mp4?Expires=${(now + left) / 1_000}`
  renderDetails(logOf({ status: 'completed', progress: 100, video_url }))
  expect(factsOf('Video')).toEqual({ URL: 'https://cdn.example/v.mp4?Expires=•••', ...expiry })
})

it('a list names its parts, and the state of a task that still loads', () => {
  render(<TaskList tasks={[logOf()]} selected={undefined} onSelect={() => undefined} now={now} />)
  expect(screen.getByRole('navigation', { name: 'Watched tasks' })).toBeTruthy()
  const filter = screen.getByRole<HTMLInputElement>('searchbox', { name: 'Filter tasks' })
  expect(filter.placeholder).toBe('Filter by id, model, state')
  expect(screen.getByRole('status').textContent).toBe('1 task')
  expect(screen.getByRole('button').textContent).toBe('task_aloading2 observersnot polled')
})
