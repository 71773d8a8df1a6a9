import { describe, expect, it } from 'vitest'
import type { VideoTask } from 'react-video-task/client'
// Private: each poll writes with it what the estimates, the stall and the states of a watch are read from.
import {
  highestProgress,
  isPollGap,
  isSeenFromStart,
  isUnconfirmed,
  observeVideoTask,
} from '../../../src/core/task/observeVideoTask.js'

const NOW = 1_800_000_000_000
const MINUTE = 60_000
const url = 'https://a.test/v.mp4'

const task = (fields: object = {}): VideoTask => ({
  ...{ id: 'a', object: 'video', status: 'in_progress', progress: 0 },
  ...fields,
})
/** The task after answers that come a minute apart, and what was observed last. */
function observe(
  answers: object[],
  options: { deadline?: number; hasContent?: boolean; every?: number } = {},
) {
  const { every = MINUTE, ...rest } = options
  let known: VideoTask | undefined
  for (const [index, answer] of answers.entries()) {
    const now = NOW + index * every
    known = observeVideoTask(known, task(answer), { ...rest, now, lastPolled: index && now - every })
  }
  return known
}

describe('what is observed of a task', () => {
  it('begins with its first answer', () => {
    expect(observe([{ progress: 30, poll_after: 5_000 }])).toEqual({
      ...task({ progress: 30 }),
      observed: {
        ...{ first_seen: NOW, last_change: NOW, watched_from: NOW, running_since: NOW },
        ...{ running_from: 30, highest_progress: 30, poll_after: 5_000 },
      },
    })
    expect(observe([{ status: 'queued' }])?.observed).not.toHaveProperty('running_since')
  })

  it('says when it began to run, and with which progress', () => {
    const known = observe([{ status: 'queued' }, { progress: 10 }, { progress: 20 }])
    expect(known?.observed).toMatchObject({
      ...{ first_seen: NOW, running_since: NOW + MINUTE, running_from: 10 },
      ...{ last_change: NOW + 2 * MINUTE, highest_progress: 20 },
    })
  })

  it('changes with the progress or the status, and with nothing else', () => {
    expect(observe([{ progress: 5 }, { progress: 5, poll_after: 9, model: 'm' }])?.observed).toMatchObject({
      ...{ last_change: NOW, poll_after: 9 },
    })
    expect(observe([{ progress: 5 }, { progress: 5, status: 'failed' }])?.observed).toMatchObject({
      last_change: NOW + MINUTE,
    })
    expect(observe([{ poll_after: 9 }, {}])?.observed).not.toHaveProperty('poll_after')
  })

  it('keeps the highest progress of a server that goes backwards', () => {
    expect(observe([{ progress: 60 }, { progress: 20 }])).toMatchObject({
      ...{ progress: 20, observed: { highest_progress: 60, last_change: NOW + MINUTE } },
    })
  })

  it('keeps what an answer leaves out, except an unknown status', () => {
    const known = observe([{ model: 'm', raw_status: 'Upscaling' }, { size: '1x1' }])
    expect(known).toMatchObject({ model: 'm', size: '1x1' })
    expect(known).not.toHaveProperty('raw_status')
  })

  it('does not let a running task return to the queue, and a queued one begin', () => {
    expect(observe([{ progress: 40 }, { status: 'queued' }])).toMatchObject({
      ...{ status: 'in_progress', progress: 40, observed: { last_change: NOW } },
    })
    expect(observe([{ status: 'queued' }, { progress: 1 }])).toMatchObject({ status: 'in_progress' })
    expect(observe([{ status: 'queued' }, { status: 'queued', model: 'm' }])).toMatchObject({ model: 'm' })
  })

  it('does not let an ended task, or its video, be lost by an answer without news', () => {
    const video = { status: 'completed', progress: 100, video_url: url }
    expect(observe([video, { status: 'queued', progress: 0 }])).toMatchObject({
      ...{ ...video, observed: { last_change: NOW } },
    })
    expect(observe([{ status: 'failed' }, { status: 'queued' }])).toMatchObject({ status: 'failed' })
  })

  it('does not let a completed task fail or run, as where the API calls it expired later', () => {
    const video = { status: 'completed', progress: 100, video_url: url }
    for (const status of ['failed', 'error', 'in_progress']) {
      const known = observe([video, { status, progress: 5, error: { code: 'expired' } }])
      expect(known).toMatchObject({ ...video, observed: { last_change: NOW } })
      expect(known).not.toHaveProperty('error')
    }
  })

  it('takes the answer about a failed task, and a new one about a completed task, as it is', () => {
    const video = { status: 'completed', progress: 100, video_url: url }
    expect(observe([{ ...video, model: 'm' }, video])).not.toHaveProperty('model')
    const known = observe([{ status: 'failed', model: 'm', error: { code: 'c' } }, { progress: 5 }])
    expect(known).toMatchObject({ status: 'in_progress', progress: 5 })
    expect(known).not.toHaveProperty('model')
    expect(known).not.toHaveProperty('error')
  })
})

describe('a task without a change', () => {
  it('stalls after 30 minutes, for good, and moves again with the next change', () => {
    const still = Array<object>(30).fill({ progress: 7 })
    expect(observe(still)?.observed).not.toHaveProperty('stalled')
    expect(observe([...still, {}, {}].map(() => ({ progress: 7 })))?.observed).toMatchObject({
      stalled: NOW + 30 * MINUTE,
    })
    expect(observe([...still, still[0] ?? {}, { progress: 8 }])?.observed).not.toHaveProperty('stalled')
  })

  it('stalls at the deadline of the app, counted from the last change', () => {
    const deadline = 2 * MINUTE
    expect(observe([{}, { progress: 1 }, { progress: 1 }], { deadline })?.observed).not.toHaveProperty(
      'stalled',
    )
    expect(observe([{}, {}, {}], { deadline })?.observed).toMatchObject({ stalled: NOW + deadline })
    const ended = Array<object>(4).fill({ status: 'failed' })
    expect(observe(ended, { deadline })?.observed).not.toHaveProperty('stalled')
  })

  it('does not stall by time in which the device slept, nor by a clock that was set', () => {
    const deadline = 3 * MINUTE
    const asleep = observe([{}, {}], { deadline, every: 5 * MINUTE })
    expect(asleep?.observed).toMatchObject({ last_change: NOW, watched_from: NOW + 5 * MINUTE })
    expect(asleep?.observed).not.toHaveProperty('stalled')
    const setBack = NOW - 60 * MINUTE
    const before = observeVideoTask(asleep, task(), { deadline, now: setBack, lastPolled: NOW })
    expect(before.observed).toMatchObject({ last_change: NOW, watched_from: setBack })
    const after = setBack + deadline
    for (const [now, isStalled] of [
      [after - 1, false],
      [after, true],
    ] as const) {
      const polled = observeVideoTask(before, task(), { deadline, now, lastPolled: after - MINUTE })
      expect('stalled' in (polled.observed ?? {})).toBe(isStalled)
    }
  })

  it.each([
    [0, false],
    [120_000, false],
    [120_001, true],
    [-1, true],
  ])('has a gap of %d ms between two polls: %s', (ms, isGap) => {
    expect(isPollGap(NOW + ms, NOW)).toBe(isGap)
  })
})

describe('a completed task', () => {
  const completed = { status: 'completed', progress: 100 }

  it('without a URL and without content counts as running at 99 %, for at most 2 minutes', () => {
    expect(observe([completed])).toMatchObject({ status: 'in_progress', progress: 99 })
    expect(observe([completed, completed])?.observed).not.toHaveProperty('stalled')
    expect(observe([completed, completed, completed])?.observed).toMatchObject({ stalled: NOW + 2 * MINUTE })
    const first = observe([completed, completed], { deadline: MINUTE })
    expect(first?.observed).toMatchObject({ stalled: NOW + MINUTE })
  })

  it.each<[string, object, boolean]>([
    ['a URL', { video_url: url }, false],
    ['the video itself', { video_data: 'data:video/mp4;base64,AAAA' }, false],
    ['its content', {}, true],
  ])('is completed with %s', (_, fields, hasContent) => {
    expect(observe([{ ...completed, ...fields }], { hasContent })).toMatchObject(completed)
  })

  it('is confirmed once', () => {
    expect(isUnconfirmed(undefined, task(completed))).toBe(true)
    expect(isUnconfirmed(task(), task(completed))).toBe(true)
    expect(isUnconfirmed(task(completed), task(completed))).toBe(false)
    expect(isUnconfirmed(undefined, task({ ...completed, video_url: url }))).toBe(false)
    expect(isUnconfirmed(undefined, task({ status: 'failed' }))).toBe(false)
  })

  it('is expired until it has another URL', () => {
    const known = task({ ...completed, video_url: url })
    const options = { now: NOW, lastPolled: NOW - MINUTE }
    const expired = { ...observe([known])?.observed, expired: NOW }
    const after = (video_url: string) =>
      observeVideoTask(task({ ...known, observed: expired }), task({ ...known, video_url }), options).observed
    expect(after(url)).toMatchObject({ expired: NOW })
    expect(after(`${url}?new`)).not.toHaveProperty('expired')
  })
})

describe('a task that is seen from its start', () => {
  const seen = (observed?: object, created = NOW / 1_000) =>
    isSeenFromStart(
      task({
        created_at: created,
        ...(observed && { observed: { first_seen: NOW, highest_progress: 0, last_change: 0, ...observed } }),
      }),
    )

  it.each<[string, boolean, Parameters<typeof seen>]>([
    ['was never polled', false, [undefined]],
    ['is in the queue', true, [{}]],
    ['was in the queue first', true, [{ running_since: NOW + 1, running_from: 50 }, 0]],
    ['ran when it was created', true, [{ running_since: NOW, running_from: 0 }]],
    ['had some progress', false, [{ running_since: NOW, running_from: 1 }]],
    ['was created 9 s before', true, [{ running_since: NOW, running_from: 0 }, NOW / 1_000 - 9]],
    ['was created 10 s before', false, [{ running_since: NOW, running_from: 0 }, NOW / 1_000 - 10]],
    ['was created 9 s later', true, [{ running_since: NOW, running_from: 0 }, NOW / 1_000 + 9]],
    ['was created 11 s later', false, [{ running_since: NOW, running_from: 0 }, NOW / 1_000 + 11]],
  ])('one that %s: %s', (_, isSeen, parameters) => {
    expect(seen(...parameters)).toBe(isSeen)
  })

  it('is not known of a running one without a time of creation', () => {
    const observed = { first_seen: NOW, running_since: NOW, running_from: 0 }
    const rest = { highest_progress: 0, last_change: NOW, watched_from: NOW }
    expect(isSeenFromStart(task({ observed: { ...observed, ...rest } }))).toBe(false)
  })
})

it.each([
  [{ status: 'completed', progress: 3 }, 100],
  [{ progress: 100 }, 99],
  [{ progress: 98 }, 98],
  [{ progress: -5 }, 0],
  [{ progress: Number.NaN }, 0],
  [{ progress: 20, observed: { highest_progress: 60 } }, 60],
  [{ progress: 80, observed: { highest_progress: 60 } }, 80],
])('the highest progress of %j is %d', (fields, progress) => {
  expect(highestProgress(task(fields))).toBe(progress)
})
