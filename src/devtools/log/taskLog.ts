import { isVideoTaskError, type VideoTaskErrorFields } from '../../core/errors/VideoTaskError.js'
import type { VideoTask, VideoTaskStatus } from '../../core/task/videoTask.js'
import type { SentEvent } from '../../query/videoTaskEvents.js'
import {
  causeOfPoll,
  type DevtoolsSettings,
  type PollCause,
  planPoll,
  type PollPlan,
  type TaskQuery,
  type Triggers,
} from './pollPlan.js'

/** One poll of a task. */
export interface LoggedPoll {
  /** Counted from 1 for each task. */
  number: number
  /** When it began, in ms. */
  startedAt: number
  endedAt?: number
  cause: PollCause
  /** The plan that it followed; undefined of a first poll. */
  planned?: PollPlan | undefined
  /** What was known of the task before. */
  before?: TaskStep | undefined
  /** `aborted`: its answer was no longer needed. Undefined while it is in flight. */
  outcome?: 'changed' | 'unchanged' | 'failed' | 'aborted'
  after?: TaskStep | undefined
  error?: (Pick<VideoTaskErrorFields, 'message'> & Partial<VideoTaskErrorFields>) | undefined
  /** How many tasks its request asked for; undefined where the client sends no batches. */
  batch?: number
  /** Whether this tab polled the API; false where it waited for the tab that leads. Undefined without tabs. */
  isLeading?: boolean | undefined
  /** The plan for the next poll, made from this answer. */
  next?: PollPlan | undefined
}

/** Where a task stands. */
export interface TaskStep {
  status: VideoTaskStatus
  progress: number
  isStalled: boolean
}

/** Something else that happened to a task. */
export type LoggedEvent = { at: number } & (
  | { kind: 'sent'; previousStatus: VideoTaskStatus | undefined; status: VideoTaskStatus; listeners: number }
  /** Its entry in the cache was written without a poll of this tab. */
  | { kind: 'written'; step: TaskStep }
)

/** The log of one task. */
export interface TaskLog {
  hash: string
  id: string
  scope: string
  /** The last known task; undefined before the first answer. */
  task: VideoTask | undefined
  error: Error | null
  /** Whether this tab leads the polling of the task; undefined without tabs. */
  isLeading: boolean | undefined
  /** How many hooks and other observers watch it. */
  observers: number
  /** The latest polls, oldest first. */
  polls: readonly LoggedPoll[]
  /** The latest events, oldest first. */
  events: readonly LoggedEvent[]
  /** The plan for the next poll; undefined while nothing watches the task. */
  plan: PollPlan | undefined
}

/** The most polls, and the most events, that are kept of a task. */
const MAX_POLLS_PER_TASK = 60
const MAX_EVENTS_PER_TASK = 30

/** Records what happens to one task. */
export type TaskRecorder = ReturnType<typeof createTaskRecorder>

/** Creates the recorder of one task, whose query may have begun before. */
export function createTaskRecorder(
  query: TaskQuery,
  id: string,
  scope: string,
  settingsOf: () => DevtoolsSettings,
  isLeading: () => boolean | undefined,
) {
  const polls: LoggedPoll[] = []
  const events: LoggedEvent[] = []
  let count = 0
  let mountedAt = -Infinity
  let plan: PollPlan | undefined
  let open: LoggedPoll | undefined

  function begin(cause: PollCause, now: number) {
    end('aborted', now)
    const before = stepOf(query.state.data)
    count += 1
    open = { number: count, startedAt: now, cause, planned: plan, before }
    polls.push(open)
    if (polls.length > MAX_POLLS_PER_TASK) polls.shift()
  }
  function end(outcome: NonNullable<LoggedPoll['outcome']>, now: number) {
    if (!open) return
    const after = stepOf(query.state.data)
    plan = planPoll(query, settingsOf(), now)
    Object.assign(open, {
      endedAt: now,
      outcome: outcome === 'unchanged' && !isSameStep(open.before, after) ? 'changed' : outcome,
      after,
      error: outcome === 'failed' ? errorFields(query.state.error) : undefined,
      isLeading: isLeading(),
      next: plan,
    })
    open = undefined
  }
  function add(event: LoggedEvent) {
    events.push(event)
    if (events.length > MAX_EVENTS_PER_TASK) events.shift()
  }

  return {
    id,
    scope,
    /** Plans the next poll again: something else than the query has changed. An equal wait goes on, since no timer restarts. */
    replan: (now: number) => {
      const next = planPoll(query, settingsOf(), now)
      plan = next && next.delay === plan?.delay ? { ...next, due: plan.due } : next
    },
    /** The query has been there before the devtools: its last answer stands for the polls until then. */
    found: (now: number) => {
      const { fetchStatus, dataUpdatedAt, errorUpdatedAt } = query.state
      const at = Math.max(dataUpdatedAt, errorUpdatedAt)
      if (at > 0) {
        begin('unseen', at)
        end(errorUpdatedAt > dataUpdatedAt ? 'failed' : 'unchanged', at)
      }
      if (fetchStatus === 'fetching') begin('unseen', now)
    },
    mounted: (now: number) => {
      mountedAt = now
      plan = planPoll(query, settingsOf(), now)
    },
    began: (now: number, triggers: Omit<Triggers, 'mountedAt'>) => {
      const hasAnswer = query.state.data !== undefined || query.state.errorUpdateCount > 0
      begin(causeOfPoll(hasAnswer, plan, { ...triggers, mountedAt }, now), now)
    },
    /** The query has an answer, an error, or data that was written to it. */
    updated: (type: string, isManual: boolean, now: number) => {
      const isWritten = type === 'success' && isManual && !open
      if (isWritten) {
        const step = stepOf(query.state.data)
        if (step) add({ at: now, kind: 'written', step })
      }
      if (query.state.fetchStatus === 'fetching') return
      if (!open) plan = planPoll(query, settingsOf(), now)
      // Older versions of TanStack Query notify of an abort as of an error, and keep the error of before.
      else if (type === 'error' && query.state.errorUpdatedAt >= open.startedAt) end('failed', now)
      else end(type === 'success' ? 'unchanged' : 'aborted', now)
    },
    batched: (size: number) => {
      if (open) open.batch = size
    },
    sent: ({ task, previousStatus, listeners }: SentEvent, now: number) =>
      add({ at: now, kind: 'sent', previousStatus, status: task.status, listeners }),
    /** The log as it is now. */
    current: (): TaskLog => ({
      isLeading: isLeading(),
      hash: query.queryHash,
      id,
      scope,
      task: query.state.data,
      error: query.state.error,
      observers: query.getObserversCount(),
      polls: polls.map((poll) => ({ ...poll })),
      events: [...events],
      plan,
    }),
  }
}

const stepOf = (task: VideoTask | undefined): TaskStep | undefined =>
  task && {
    status: task.status,
    progress: task.progress,
    isStalled: task.observed?.stalled !== undefined,
  }

const isSameStep = (a: TaskStep | undefined, b: TaskStep | undefined) =>
  a?.status === b?.status && a?.progress === b?.progress && a?.isStalled === b?.isStalled

/** The fields of an error that the devtools show; its body stays out. */
function errorFields(error: Error | null): LoggedPoll['error'] {
  if (!isVideoTaskError(error)) return error ? { message: error.message } : undefined
  const { message, code, status, attempt, retryAfter } = error
  return { message, code, status, attempt, retryAfter }
}
