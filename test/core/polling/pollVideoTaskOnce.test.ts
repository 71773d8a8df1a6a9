import { createDurationStore, createVideoClient } from 'react-video-task/client'
import {
  type PolledVideoTask,
  pollVideoTaskOnce,
  type PollVideoTaskOnceOptions,
  watchVideoTasks,
} from 'react-video-task/server'
import { createVideoEmulator } from 'react-video-task/testing'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

const START = Date.UTC(2026, 0, 1)

beforeEach(() => void vi.useFakeTimers({ now: START }))
afterEach(() => void vi.useRealTimers())

/** The emulator in the time of the test, and when it was asked. */
function startApi(answer: (count: number) => Response | undefined = () => undefined) {
  const emulator = createVideoEmulator({
    apiKey: 'sk-once',
    duration: 120_000,
    now: () => Date.now(),
    seed: 1,
  })
  const times: number[] = []
  const client = createVideoClient({
    baseURL: 'https://api.test/v1',
    apiKey: 'sk-once',
    fetch: async (input, init) => {
      times.push(Date.now() - START)
      return answer(times.length) ?? (await emulator.fetch(new Request(input, init)))
    },
  })
  return { emulator, client, times }
}

type Api = ReturnType<typeof startApi>

/** Polls as a job queue does: each time from JSON, after the delay that the last poll returned. */
async function pollToEnd({ client }: Api, known: PolledVideoTask, options?: PollVideoTaskOnceOptions) {
  const delays: (number | false)[] = []
  for (;;) {
    const poll = await pollVideoTaskOnce(client, known, options)
    delays.push(poll.delay)
    if (poll.delay === false) return { poll, delays }
    await vi.advanceTimersByTimeAsync(poll.delay)
    known = JSON.parse(JSON.stringify(poll))
  }
}

describe('pollVideoTaskOnce', () => {
  it('asks at the same times as watchVideoTasks, with nothing but JSON between two polls', async () => {
    const [watched, queued] = [startApi(), startApi()]
    const ids = [watched, queued].map(({ emulator }) => emulator.addTask({}).id)
    expect(ids[0]).toBe(ids[1])
    const ends: string[] = []
    const watch = watchVideoTasks(watched.client, {
      pending: [ids[0] ?? ''],
      onChange: ({ status }) => void ends.push(status),
    })
    await vi.advanceTimersByTimeAsync(600_000)
    watch.stop()
    vi.setSystemTime(START)
    const { poll } = await pollToEnd(queued, ids[1] ?? '')
    expect(poll).toMatchObject({ delay: false, reason: 'completed', task: { status: 'completed' } })
    expect(ends.at(-1)).toBe('completed')
    expect(queued.times.length).toBeGreaterThan(5)
    expect(queued.times).toEqual(watched.times)
  })

  it('waits longer after each failure in a row, and forgets them with the first answer', async () => {
    const api = startApi((count) => (count < 5 ? new Response('{}', { status: 503 }) : undefined))
    const { id } = api.emulator.addTask({})
    const first = await pollVideoTaskOnce(api.client, id)
    expect(first).toMatchObject({ id, isChanged: false, reason: 'retry', error: { status: 503, attempt: 1 } })
    const { delays } = await pollToEnd(api, JSON.parse(JSON.stringify(first)))
    expect(delays.slice(0, 3).map((delay) => Math.round(Number(delay) / 1_000 / 2) * 2)).toEqual([4, 8, 16])
    expect(delays.at(-1)).toBe(false)
  })

  it('goes on with a stalled task that has moved when it is asked for again', async () => {
    let progress = 40
    const api = startApi(() => Response.json({ id: 'task_1', status: 'in_progress', progress }))
    const { poll } = await pollToEnd(api, 'task_1', { pollDeadline: 60_000 })
    expect(poll.task?.observed?.stalled).toBeGreaterThan(START)
    progress = 50
    const next = await pollVideoTaskOnce(api.client, poll)
    expect(next.task).toMatchObject({ progress: 50 })
    expect(next.task?.observed).not.toHaveProperty('stalled')
    expect(next.delay).toBeGreaterThan(0)
  })

  it('counts failures from the first one again after an answer', async () => {
    const api = startApi((count) => (count === 2 ? undefined : new Response('{}', { status: 503 })))
    const { id } = api.emulator.addTask({})
    let known: PolledVideoTask = id
    const attempts: (number | undefined)[] = []
    for (let count = 0; count < 3; count++) {
      const poll = await pollVideoTaskOnce(api.client, known)
      attempts.push(poll.failures?.attempt)
      known = JSON.parse(JSON.stringify(poll))
    }
    expect(attempts).toEqual([1, undefined, 1])
  })

  it.each([
    ['has failed for the deadline, with the last error', 600_000, 'stalled'],
    ['is about to', 599_999, 'http_503'],
  ])('says of an id without any answer that it %s', async (_, passed, code) => {
    const { client } = startApi(() => new Response('', { status: 503 }))
    const failures = { attempt: 9, isUnknown: false, since: START - passed }
    const known = { id: 'task_1', polledAt: START - 60_000, failures }
    const { delay, error } = await pollVideoTaskOnce(client, known, { pollDeadline: 600_000 })
    expect([delay === false, error?.code]).toEqual([code === 'stalled', code])
    if (code === 'stalled')
      expect(error?.message).toMatch(/^No successful response in 10 min\. Last error: .*503/)
  })

  it('is changed by the first answer, and by each of status or progress', async () => {
    const api = startApi()
    let known: PolledVideoTask = api.emulator.addTask({}).id
    let seen = ''
    const changes: [said: boolean, seen: boolean][] = []
    for (let delay: number | false = 0; delay !== false;) {
      await vi.advanceTimersByTimeAsync(delay)
      const poll = await pollVideoTaskOnce(api.client, known)
      const now = `${poll.task?.status} ${poll.task?.progress}`
      changes.push([poll.isChanged, now !== seen])
      seen = now
      delay = poll.delay
      known = JSON.parse(JSON.stringify(poll))
    }
    expect(changes.map(([said]) => said)).toEqual(changes.map(([, isSeen]) => isSeen))
    expect(changes.filter(([said]) => said).length).toBeGreaterThan(5)
  })

  it('records how long a completed task took, and nothing of a failed one', async () => {
    const durations = createDurationStore({ storage: null })
    const api = startApi()
    const samples: (number | undefined)[] = []
    for (const scenario of ['fail', undefined] as const) {
      const { id } = api.emulator.addTask({ scenario })
      const { poll } = await pollToEnd(api, id, { durations })
      samples.push(durations.typical(poll.task)?.samples)
    }
    expect(samples).toEqual([undefined, 1])
  })

  it('ends with an error that asking again cannot resolve, without the body of the answer', async () => {
    const api = startApi(() => Response.json({ error: { message: 'No', code: 'no_key' } }, { status: 401 }))
    const { poll, delays } = await pollToEnd(api, 'task_1')
    expect(delays).toEqual([false])
    expect(poll).toMatchObject({ reason: 'refused', error: { status: 401, code: 'no_key' } })
    expect(poll.error?.body).toBeUndefined()
  })

  it('gives an id that the API does not know yet four more attempts', async () => {
    const api = startApi()
    const { delays, poll } = await pollToEnd(api, 'video_unknown')
    expect(delays).toHaveLength(5)
    expect(poll.reason).toBe('refused')
  })

  it('ends with `stalled` after the deadline without a change', async () => {
    const api = startApi()
    const { id } = api.emulator.addTask({ scenario: 'stuck-in-queue' })
    const { poll } = await pollToEnd(api, id, { pollDeadline: 60_000 })
    expect(poll).toMatchObject({ reason: 'stalled', isChanged: true })
  })

  it('asks nothing for a task that has ended', async () => {
    const api = startApi()
    const { poll } = await pollToEnd(api, api.emulator.addTask({}).id)
    const { length } = api.times
    const again = await pollVideoTaskOnce(api.client, poll)
    expect(again).toMatchObject({ delay: false, reason: 'completed', isChanged: false })
    expect(api.times).toHaveLength(length)
  })

  it('rejects when its signal aborts, with no poll counted', async () => {
    const api = startApi()
    const reason = new Error('Shut down')
    const poll = pollVideoTaskOnce(api.client, 'task_1', { signal: AbortSignal.abort(reason) })
    await expect(poll).rejects.toBe(reason)
  })
})
