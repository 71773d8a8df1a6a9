import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { expect, it } from 'vitest'
import { createVideoClient, VideoTaskProvider, type VideoTaskProviderProps } from 'react-video-task'
// Private: a page shows few of these times, and the limits between them only by chance.
import { stateKey, useFormats, useNumberFormat } from '../../src/components/messages/formats.js'

/** The formats of a page in a language. */
function formatsOf(messages?: VideoTaskProviderProps['messages']) {
  const queryClient = new QueryClient()
  const client = createVideoClient({ baseURL: 'http://api.test/v1' })
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={queryClient}>
      <VideoTaskProvider client={client} messages={messages}>
        {children}
      </VideoTaskProvider>
    </QueryClientProvider>
  )
  return renderHook(() => ({ ...useFormats(), number: useNumberFormat() }), { wrapper }).result.current
}

const [second, minute, hour, day] = [1_000, 60_000, 3_600_000, 86_400_000]

it('a time has its largest unit and the next smaller one, each rounded down', () => {
  const { duration } = formatsOf()
  const times = [
    -5,
    999,
    1_999,
    minute - 1,
    minute,
    72_900,
    hour - 1,
    hour,
    5 * hour + 119_000,
    day,
    50 * hour,
  ]
  expect(times.map(duration)).toEqual([
    '0s',
    '0s',
    '1s',
    '59s',
    '1 min 0s',
    '1 min 12s',
    '59 min 59s',
    '1h 0 min',
    '5h 1 min',
    '1d 0h',
    '2d 2h',
  ])
})

it('a time ago has its largest unit, rounded down', () => {
  const { ago } = formatsOf()
  expect(
    [-5, 999, 1_999, minute - 1, minute, 119_000, hour - 1, hour, day - 1, day, 2 * day].map(ago),
  ).toEqual([
    'now',
    'now',
    '1 sec. ago',
    '59 sec. ago',
    '1 min. ago',
    '1 min. ago',
    '59 min. ago',
    '1 hr. ago',
    '23 hr. ago',
    'yesterday',
    '2 days ago',
  ])
})

it('a time left is a range of up to 1 to 2.5, else its upper end, and nothing to count below 15 s', () => {
  const { timeLeft } = formatsOf()
  const words = {
    timeLeft: (time: string) => `left ${time}`,
    timeLeftUnder: (time: string) => `under ${time}`,
    almostDone: 'soon',
  }
  const left = (min: number, max: number) => timeLeft({ min: min * second, max: max * second }, words)
  expect([
    left(0, 15),
    left(15, 15.1),
    left(20, 20),
    left(20, 40),
    left(18, 47),
    left(20, 50),
    left(20, 53),
    left(10, 30),
    left(60, 60),
    left(60, 150),
    left(60, 151),
    left(80, 230),
    left(30, 200),
    left(3_600, 5_400),
    left(12, 42),
  ]).toEqual([
    'soon',
    'left 15s',
    'left 20s',
    'left 20–40s',
    'left 20–45s',
    'left 20–50s',
    'under 55s',
    'under 30s',
    'left 1 min',
    'left 1–2 min',
    'under 3 min',
    'under 4 min',
    'under 4 min',
    'left 1h',
    'under 45s',
  ])
})

it('percentages are rounded down, and numbers and parts are of the language', () => {
  const english = formatsOf()
  expect([
    english.percent(0),
    english.percent(99.9),
    english.percent(100),
    english.number(1234.5),
    english.parts(['a', 'b']),
  ]).toEqual(['0%', '99%', '100%', '1,234.5', 'a, b'])
  const german = formatsOf({ locale: 'de', units: 'short' })
  expect([
    german.percent(99.9),
    german.number(1234.5),
    german.duration(72_900),
    german.ago(72_900),
    german.parts(['a', 'b']),
  ]).toEqual(['99 %', '1.234,5', '1 Min. 12 Sek.', 'vor 1 Min.', 'a, b'])
})

it('tells an outage that is retried from a refusal, and a video that cannot play from one that did not load', () => {
  const task = { id: 'a', object: 'video', status: 'completed', progress: 100 } as const
  const observed = { first_seen: 0, highest_progress: 100, last_change: 0, watched_from: 0 }
  const watch = { taskId: 'a', title: undefined, isPolling: true, task } as const
  expect(stateKey({ ...watch, state: 'unreachable' })).toBe('unreachable')
  expect(stateKey({ ...watch, state: 'unreachable', isPolling: false })).toBe('refused')
  expect(stateKey({ ...watch, state: 'expired' })).toBe('notLoading')
  expect(stateKey({ ...watch, state: 'expired', task: { ...task, observed } })).toBe('notLoading')
  expect(
    stateKey({ ...watch, state: 'expired', task: { ...task, observed: { ...observed, unplayable: true } } }),
  ).toBe('expired')
  expect(stateKey({ ...watch, state: 'queued', isPolling: false })).toBe('queued')
})
