import { focusManager, onlineManager, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createVideoClient, type VideoClient } from 'react-video-task'
// Private: a panel shows them, and reaches most of their states only by chance.
import type { PageLog } from '../../src/devtools/log/pollLog.js'
import type { LoggedPoll, TaskLog } from '../../src/devtools/log/taskLog.js'
import { PageFacts } from '../../src/devtools/PageFacts.js'
import { PollList, PollStrip } from '../../src/devtools/PollTimeline.js'
import { queueOf } from '../../src/query/requestQueue.js'

afterEach(() => {
  focusManager.setFocused(undefined)
  onlineManager.setOnline(true)
})

/** 03:04:05 of this machine. */
const start = new Date(2026, 0, 2, 3, 4, 5).getTime()
const log = (polls: LoggedPoll[], due?: number): TaskLog => ({
  ...{ hash: 'a', id: 'a', scope: '', task: undefined, error: null, observers: 1, isLeading: undefined },
  ...{ polls, events: [], plan: due === undefined ? undefined : { delay: 4_000, reason: 'interval', due } },
})
const poll = (number: number, startedAt: number, endedAt?: number): LoggedPoll => ({
  ...{ number, startedAt: start + startedAt, cause: 'first' },
  ...(endedAt !== undefined && { endedAt: start + endedAt, outcome: 'changed' }),
})

describe('the line of polls', () => {
  /** What the line of a task shows at a time. */
  function stripOf(task: TaskLog, now: number) {
    const { container } = render(<PollStrip log={task} now={start + now} />)
    const part = (name: string) => [...container.querySelectorAll<HTMLElement>(`[data-part=${name}]`)]
    return {
      label: container.querySelector('[role=img]')?.getAttribute('aria-label'),
      ticks: part('tick').map(({ dataset, style }) => [dataset['outcome'], style.insetInlineStart]),
      elapsed: part('elapsed').map(({ style }) => style.inlineSize),
      scale: [...(part('scale')[0]?.children ?? [])].map(({ textContent }) => textContent),
    }
  }

  it('is not there before the first poll', () => {
    expect(stripOf(log([]), 0)).toEqual({ label: undefined, ticks: [], elapsed: [], scale: [] })
  })

  it('goes on to now where the next poll is overdue', () => {
    expect(stripOf(log([poll(1, 0, 500), poll(2, 2_000, 2_500)], start + 4_000), 8_000)).toEqual({
      label: '2 polls in 8 s, the next one now',
      ticks: [
        ['changed', '0%'],
        ['changed', '25%'],
        ['due', '100%'],
      ],
      elapsed: ['100%'],
      scale: ['03:04:05', 'due 03:04:09'],
    })
  })

  it('ends with the last poll where no further one comes', () => {
    expect(stripOf(log([poll(1, 0, 500), poll(2, 4_000, 5_000)]), 60_000)).toEqual({
      label: '2 polls in 1 min 0 s',
      ticks: [
        ['changed', '0%'],
        ['changed', '80%'],
      ],
      elapsed: [],
      scale: ['03:04:05', '03:04:10'],
    })
  })

  it('goes on to now while a poll is in flight', () => {
    const { ticks, scale } = stripOf(log([poll(1, 0, 500), poll(2, 4_000)]), 16_000)
    expect(ticks).toEqual([
      ['changed', '0%'],
      ['open', '25%'],
    ])
    expect(scale).toEqual(['03:04:05', '03:04:21'])
  })

  it('has a single poll without a duration at its start', () => {
    expect(stripOf(log([poll(1, 0, 0)]), 0).ticks).toEqual([['changed', '0%']])
    expect(stripOf(log([poll(1, 0, 0), poll(2, 1, 1)]), 1).ticks).toEqual([
      ['changed', '0%'],
      ['changed', '100%'],
    ])
  })
})

describe('the list of polls', () => {
  const texts = (polls: LoggedPoll[]) => {
    const { container } = render(<PollList polls={polls} />)
    return [...container.querySelectorAll('li')].map(({ dataset, textContent }) => [
      dataset['outcome'],
      textContent,
    ])
  }

  it('says that there is none', () => {
    render(<PollList polls={[]} />)
    expect(screen.getByText('No poll since the devtools began.')).toBeTruthy()
  })

  it('has no end of a poll in flight, and no duration of one from before the devtools', () => {
    const step = { status: 'in_progress', progress: 5, isStalled: false } as const
    expect(texts([{ ...poll(1, 0, 500), cause: 'unseen', after: step }, poll(2, 4_000)])).toEqual([
      ['open', '03:04:09In flightWhy then A component began to watch'],
      [
        'changed',
        '03:04:05in_progress 5 %Why then It was sent before the devtools beganNext Nothing watches the task',
      ],
    ])
  })
})

describe('the facts of the page', () => {
  const client = createVideoClient({ baseURL: '/v1' })
  const limited = { at: start, id: undefined, status: 429 }

  /** The facts by name, with a mark at those that need attention. */
  function factsOf(
    page: Partial<PageLog>,
    prepare?: (queue: ReturnType<typeof queueOf>) => void,
    of: VideoClient = client,
  ) {
    const queryClient = new QueryClient()
    prepare?.(queueOf(queryClient))
    const all = { tasks: [], batches: { requests: 0, polls: 0 }, limit: undefined, ...page }
    const { container } = render(<PageFacts page={all} settings={{ client: of }} now={start} />, {
      wrapper: ({ children }) => <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>,
    })
    return Object.fromEntries(
      [...container.querySelectorAll('dl > div')].map((fact) => [
        `${fact.querySelector('dt')?.textContent}${fact.hasAttribute('data-active') ? '!' : ''}`,
        fact.querySelector('dd')?.textContent,
      ]),
    )
  }

  it('count a poll in flight, and none of a task that was never polled', () => {
    const again = log([poll(1, 0, 5), poll(2, 10)])
    const tasks = [log([poll(1, 0)]), again, again, log([poll(1, 0, 500)]), log([])]
    expect(factsOf({ tasks })).toMatchObject({ Requests: '3 in flight, 0 waiting' })
    const waitOfOne = factsOf({ tasks }, ({ waiting }) =>
      waiting.add({ client, max: 1, start: () => undefined }),
    )
    expect(waitOfOne).toMatchObject({ 'Requests!': '2 in flight, 1 waiting' })
  })

  it('count the polls of a single batch', () => {
    const batching = { ...client, batch: { size: 50, align: <Next,>(next: Next) => next } }
    const page = { batches: { requests: 1, polls: 3 } }
    expect(factsOf(page, undefined, batching)).toMatchObject({
      Batches: 'up to 50 tasks a request; 3 polls in 1 request',
    })
  })

  it.each([
    [
      'while one request tests it',
      { next: Infinity, pace: 0, isProbing: true },
      limited,
      'one request tests the limit: 429 for a create at 03:04:05',
    ],
    [
      'while it waits',
      { next: 9_000, pace: 0, isProbing: true },
      { ...limited, id: 'a', status: undefined },
      'waits until 03:04:14, in 9 s: limit for the poll of a at 03:04:05',
    ],
    [
      'once the wait is over',
      { next: 0, pace: 500, isProbing: true },
      undefined,
      'a request each 500 ms after a limit',
    ],
    [
      'after the first answer',
      { next: 9_000, pace: 2_000, isProbing: false },
      limited,
      'a request each 2 s after a limit: 429 for a create at 03:04:05',
    ],
  ])('say what the limit of a key allows %s', (_, held, limit, text) => {
    vi.useFakeTimers({ toFake: ['performance'] })
    expect(factsOf({ limit }, ({ limits }) => limits.set(client, held))).toMatchObject({ 'Key!': text })
  })

  it('mark a page that is hidden, and one that is offline', () => {
    expect(factsOf({})).toMatchObject({ Key: 'no limit', Page: 'visible, online' })
    focusManager.setFocused(false)
    expect(factsOf({})).toMatchObject({ 'Page!': 'hidden, online' })
    focusManager.setFocused(true)
    onlineManager.setOnline(false)
    expect(factsOf({})).toMatchObject({ 'Page!': 'visible, offline' })
  })
})
