import { expect, it } from 'vitest'
// Private: the panel shows each of these texts in a state that takes a page to reach.
import type { LoggedPoll } from '../../src/devtools/log/taskLog.js'
import { redactedJson, redactText, redactUrl } from '../../src/devtools/redact.js'
import {
  ago,
  causeText,
  countdown,
  duration,
  eventText,
  outcomeText,
  planText,
  routeText,
  timeOfDay,
} from '../../src/devtools/words.js'

const poll = (fields: Partial<LoggedPoll>): LoggedPoll => ({
  number: 1,
  startedAt: 10_000,
  cause: 'timer',
  ...fields,
})
const running = (progress: number) => ({ status: 'in_progress', progress, isStalled: false }) as const
const stalled = { ...running(50), isStalled: true }
const completed = { status: 'completed', progress: 100, isStalled: false } as const

it('names a time by its largest unit and the next one', () => {
  const times = {
    '-5': '0 ms',
    999.4: '999 ms',
    1_000: '1 s',
    4_250: '4.3 s',
    59_900: '59.9 s',
    59_960: '1 min 0 s',
    60_000: '1 min 0 s',
    3_599_900: '59 min 59 s',
    3_600_000: '1 h 0 min',
    [47.5 * 3_600_000]: '47 h 30 min',
    [48 * 3_600_000]: '2 days',
    [95 * 3_600_000]: '3 days',
  }
  expect(Object.fromEntries(Object.keys(times).map((ms) => [ms, duration(Number(ms))]))).toEqual(times)
})

it('counts whole seconds since and until a time, and gives the time of day', () => {
  expect([999, 1_000, 1_999, 62_000].map((since) => ago(100_000, 100_000 + since))).toEqual([
    'just now',
    '1 s ago',
    '1 s ago',
    '1 min 2 s ago',
  ])
  expect([-1, 0, 1, 1_001].map((left) => countdown(100_000 + left, 100_000))).toEqual([
    'now',
    'now',
    'in 1 s',
    'in 2 s',
  ])
  expect(timeOfDay(new Date(2026, 0, 2, 3, 4, 5).getTime())).toBe('03:04:05')
})

it('has words for each reason of a plan, and for a task that nothing watches', () => {
  const reasons = [
    ...([
      'loading',
      'queued',
      'running',
      'ending',
      'overdue',
      'interval',
      'asked',
      'fresh',
      'retry',
    ] as const),
    ...([
      'hidden',
      'offline',
      'own',
      'completed',
      'failed',
      'error',
      'stalled',
      'deleted',
      'refused',
    ] as const),
  ]
  const waits = reasons.map((reason) => planText({ delay: 1_500, reason, due: 2_000 }))
  expect(new Set(waits).size).toBe(reasons.length)
  for (const text of waits) expect(text).toMatch(/^In 1\.5 s: \w+ \w+/)
  expect(planText({ delay: false, reason: 'completed', due: undefined })).toBe(
    'No more polls: the task is completed',
  )
  expect(planText(undefined)).toBe('Nothing watches the task')
})

it('says what made a poll, and that a timer was slowed down by more than two seconds', () => {
  const causes = (['unseen', 'first', 'focus', 'online', 'mount', 'app'] as const).map((cause) =>
    causeText(poll({ cause })),
  )
  expect(new Set(causes).size).toBe(causes.length)
  for (const text of causes) expect(text).toMatch(/^[A-Z]\w* \w+/)
  expect(causes[0]).toBe('It was sent before the devtools began')
  const due = (planned: number | undefined) =>
    causeText(poll({ planned: { delay: 4_000, reason: 'retry', due: planned } }))
  expect(causeText(poll({}))).toBe('It was due')
  expect(due(undefined)).toBe('Due after 4 s: the last poll failed')
  expect(due(8_000)).toBe('Due after 4 s: the last poll failed')
  expect(due(7_999)).toBe('Due after 4 s: the last poll failed; 2 s late, the timer was slowed down')
})

it('says what came of a poll', () => {
  const error = { message: 'Busy', code: 'api_error', status: 503, attempt: 2 } as const
  const outcomes: [Partial<LoggedPoll>, string][] = [
    [{}, 'In flight'],
    [{ outcome: 'aborted' }, 'Aborted: not needed any more'],
    [{ outcome: 'failed', error }, 'Failed: 503, api_error, attempt 2'],
    [{ outcome: 'failed', error: { message: 'Busy' } }, 'Failed: Busy'],
    [{ outcome: 'unchanged', after: running(30) }, 'Unchanged: in_progress 30 %'],
    [{ outcome: 'unchanged' }, 'Unchanged: no task'],
    [{ outcome: 'changed', after: completed }, 'completed'],
    [{ outcome: 'changed', before: running(30), after: running(40) }, 'in_progress 30 % → 40 %'],
    [{ outcome: 'changed', before: running(30), after: completed }, 'in_progress 30 % → completed'],
    [{ outcome: 'changed', before: running(30), after: stalled }, 'in_progress 30 % → stalled'],
    [{ outcome: 'changed', before: completed, after: running(4) }, 'completed → in_progress 4 %'],
  ]
  expect(outcomes.map(([fields]) => outcomeText(poll(fields)))).toEqual(outcomes.map(([, text]) => text))
})

it('says how an answer came', () => {
  expect(routeText(poll({}))).toBeUndefined()
  expect(routeText(poll({ isLeading: true, batch: 1 }))).toBe('a request of its own')
  expect(routeText(poll({ batch: 2 }))).toBe('one request for 2 tasks')
  expect(routeText(poll({ isLeading: false, batch: 2 }))).toBe('not sent: another tab leads')
})

it('says which callbacks an event called, and who heard of it', () => {
  const sent = { at: 0, kind: 'sent', previousStatus: 'in_progress', listeners: 2 } as const
  expect(eventText({ at: 0, kind: 'written', step: running(5) })).toBe(
    'Written without a poll of this tab: in_progress 5 %',
  )
  expect(eventText({ ...sent, status: 'completed' })).toBe(
    'onStatusChange, onCompleted, in_progress → completed, to 2 listeners',
  )
  expect(eventText({ ...sent, status: 'failed', listeners: 1 })).toBe(
    'onStatusChange, onFailed, in_progress → failed, to 1 listener',
  )
  expect(eventText({ ...sent, status: 'error', listeners: 0 })).toBe(
    'onStatusChange, onFailed, in_progress → error, left to the tab that leads',
  )
  expect(eventText({ ...sent, status: 'failed', previousStatus: undefined, listeners: 1 })).toBe(
    'onStatusChange, first seen → failed, to 1 listener',
  )
  expect(eventText({ ...sent, status: 'in_progress', previousStatus: 'queued' })).toBe(
    'onStatusChange, queued → in_progress, to 2 listeners',
  )
})

it('shortens data and long texts, and hides what is no URL', () => {
  expect(redactText('DATA:video/mp4;base64,AAAA')).toBe('DATA:video/mp4;base64,… (26 characters)')
  expect(redactText('see data:, and https://a.example/?a=1&b=2#c')).toBe(
    'see data:, and https://a.example/?a=•••&b=•••#•••',
  )
  expect(redactText('sk-0123456789abcdef at https://a.example/?a=1')).toBe('••• at https://a.example/?a=•••')
  expect(redactText('a'.repeat(2_000))).toBe('a'.repeat(2_000))
  expect(redactText('a'.repeat(2_001))).toBe(`${'a'.repeat(2_000)}… (2001 characters)`)
  expect(redactUrl('/content')).toBe('•••')
  expect(redactUrl('https://user:word@a.example/v.mp4')).toBe('https://a.example/v.mp4')
  expect(redactedJson({ my_token: 'x', token: 5, id: 'task_a' })).toBe(
    '{\n  "my_token": "•••",\n  "token": 5,\n  "id": "task_a"\n}',
  )
  expect(redactedJson(undefined)).toBe('undefined')
})
