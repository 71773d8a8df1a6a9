import type { VideoClient } from '../client/VideoClient.js'
import { toVideoTaskError, type VideoTaskError, type VideoTaskErrorFields } from '../errors/VideoTaskError.js'
import type { DurationStore } from '../storage/durationStore.js'
import { observeVideoTask } from '../task/observeVideoTask.js'
import { isTerminal, type VideoTask } from '../task/videoTask.js'
import { type FailedPoll, failPoll, type PollFailures, pollFailures } from './failedPoll.js'
import { type NextPoll, nextPoll } from './nextPoll.js'
import { POLL_DEADLINE_MS } from './pollingDefaults.js'
import { type RetrievedPoll, retrieveTask } from './retrieveTask.js'

/**
 * A poll that was made, as plain JSON: what to do with it, and what the next poll needs. `delay` and `reason` are those of
 * `nextPoll`: the wait before the next poll in ms, or false where asking again cannot help.
 */
export type VideoTaskPoll = NextPoll & {
  id: string
  /** The last known task; absent before the first answer. */
  task?: VideoTask | undefined
  /** Whether this poll was the first answer, or changed status or progress, or found the task `stalled`. */
  isChanged: boolean
  /** Why this poll failed; absent after a successful one. */
  error?: VideoTaskErrorFields | undefined
  /** When the poll ended, in ms since the epoch. */
  polledAt: number
  /** Failed polls in a row; absent after a successful one. */
  failures?: PollFailures | undefined
}

/** A task to poll: its id, or what the last poll returned. */
export type PolledVideoTask = string | (Pick<VideoTaskPoll, 'id'> & Partial<VideoTaskPoll>)

/** Options of `pollVideoTaskOnce`. */
export interface PollVideoTaskOnceOptions {
  /** Aborts the request; the call then rejects with the signal's reason. */
  signal?: AbortSignal | undefined
  /** A task without a change for this long becomes `stalled`: its `delay` is false. In ms. @default 1800000, 30 minutes */
  pollDeadline?: number | undefined
  /** Knows how long each model takes, so that polls come when an end is likely. @default none */
  durations?: DurationStore | undefined
}

/**
 * Polls a task once, by the policy of the page, and says when to poll next. For job queues, durable-step engines and crons,
 * where the process that makes the next poll may be another one: store what this returns, and pass it to the next call. A
 * failed poll is a result, with its `error` and the wait that follows from it; an ended task costs no request.
 *
 * @throws the signal's reason when it fires
 * @example
 * ```ts
 * import { createVideoClient } from 'react-video-task/client'
 * import { pollVideoTaskOnce, type VideoTaskPoll } from 'react-video-task/server'
 *
 * declare const job: { data: { id: string } | VideoTaskPoll; repeatAfter(delay: number, data: VideoTaskPoll): Promise<void> }
 *
 * const client = createVideoClient({ baseURL: 'https://api.cometapi.com/v1', apiKey: process.env.COMETAPI_KEY ?? '' })
 * const poll = await pollVideoTaskOnce(client, job.data)
 * if (poll.delay !== false) await job.repeatAfter(poll.delay, poll)
 * ```
 */
export async function pollVideoTaskOnce(
  client: VideoClient,
  known: PolledVideoTask,
  options: PollVideoTaskOnceOptions = {},
): Promise<VideoTaskPoll> {
  return (await pollWith((retrieve) => retrieve(), client, known, options)).poll
}

/** Polls a task once, with a request that `send` starts when it is its turn. */
export async function pollWith(
  send: (retrieve: () => Promise<VideoTask>) => Promise<VideoTask>,
  client: VideoClient,
  known: PolledVideoTask,
  options: PollVideoTaskOnceOptions,
): Promise<{ poll: VideoTaskPoll; error: VideoTaskError | undefined }> {
  const {
    signal = new AbortController().signal,
    pollDeadline: deadline = POLL_DEADLINE_MS,
    durations,
  } = options
  const {
    id,
    task: before,
    polledAt: lastPolled = 0,
    failures,
  } = typeof known === 'string' ? { id: known } : known
  const query = {}
  if (failures) pollFailures.set(query, failures)
  const current: RetrievedPoll & FailedPoll = {
    ...{ client, id, query, deadline, lastPolled },
    known: () => before,
    failedRequests: 1,
  }
  let task = before
  let error: VideoTaskError | undefined
  if (!isTerminal(before)) {
    try {
      const answer = await send(() => retrieveTask(current, signal))
      task = observeVideoTask(before, answer, { ...current, now: Date.now() })
      pollFailures.delete(query)
      if (isTerminal(task)) durations?.add(task)
    } catch (cause) {
      signal.throwIfAborted()
      try {
        task = failPoll(current, toVideoTaskError(cause))
      } catch (failure) {
        error = toVideoTaskError(failure)
      }
    }
  }
  const polledAt = Date.now()
  const state = {
    data: task,
    error: error ?? null,
    ...(error ? { errorUpdatedAt: polledAt } : { dataUpdatedAt: polledAt }),
  }
  const poll = {
    ...nextPoll(state, {}, { id, typical: durations?.typical(task) }),
    ...{ id, task, isChanged: isChanged(before, task), polledAt },
    error: error && plainError(error),
    failures: pollFailures.get(query),
  }
  return { poll, error }
}

const isChanged = (before: VideoTask | undefined, after: VideoTask | undefined) =>
  before?.observed?.last_change !== after?.observed?.last_change ||
  before?.status !== after?.status ||
  before?.observed?.stalled !== after?.observed?.stalled

/** The fields of an error without its body, which can be long. */
function plainError(error: VideoTaskError): VideoTaskErrorFields {
  const { name, message, code, retryable } = error
  return { ...error, body: undefined, name, message, code, retryable }
}
