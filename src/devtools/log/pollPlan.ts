import { focusManager, onlineManager, type Query } from '@tanstack/react-query'
import { type NextPoll, nextPoll } from '../../core/polling/nextPoll.js'
import type { VideoTask } from '../../core/task/videoTask.js'
import type { VideoTaskContextValue } from '../../hooks/VideoTaskProvider.js'

/** The settings of the provider around the devtools; empty outside of one. */
export type DevtoolsSettings = Partial<VideoTaskContextValue>

/** The query of a watched task. */
export type TaskQuery = Query<VideoTask, Error, VideoTask>

/** When a task is polled next, and why then. */
export interface PollPlan {
  /** The wait that the hooks have set their timer to, in ms; false once polling has ended. */
  delay: number | false
  /**
   * The reason that `nextPoll` gives; `own` where a hook has other options than the provider around the devtools, so that
   * its reason is not known here.
   */
  reason: NextPoll['reason'] | 'own'
  /** When the timer runs out, in ms; undefined once polling has ended. */
  due: number | undefined
}

/**
 * Plans the next poll of a query as its hooks have done: the delay is theirs, and the reason is that of the same pure
 * function, evaluated again with the provider's settings. To be called when the query has just changed, since the hooks
 * restart their timers then.
 *
 * @returns undefined where nothing watches the task
 */
export function planPoll(query: TaskQuery, settings: DevtoolsSettings, now: number): PollPlan | undefined {
  const delays = query.observers.flatMap(({ options }) => {
    const { enabled, refetchInterval } = options
    if (enabled === false || refetchInterval === undefined) return []
    const delay = typeof refetchInterval === 'function' ? refetchInterval(query) : refetchInterval
    return [delay === undefined || delay === 0 ? false : delay]
  })
  if (delays.length === 0) return undefined
  const waits = delays.filter((delay) => delay !== false)
  const delay = waits.length > 0 ? Math.min(...waits) : false
  const expected = evaluate(query, settings)
  return {
    delay,
    reason: expected.delay === delay ? expected.reason : 'own',
    due: delay === false ? undefined : now + delay,
  }
}

/** The policy's answer for a query, in the page as it is now. */
function evaluate(
  { state, queryKey }: TaskQuery,
  { client, pollInterval, durations }: DevtoolsSettings,
): NextPoll {
  const environment = { hidden: !focusManager.isFocused(), offline: !onlineManager.isOnline() }
  const next = nextPoll(state, environment, {
    interval: pollInterval,
    typical: durations?.typical(state.data),
    id: idOf(queryKey),
  })
  return client?.batch?.align(next, state) ?? next
}

/** The id in the key of a task's query; undefined of any other query. */
export function idOf(queryKey: readonly unknown[]): string | undefined {
  const [library, , kind, id] = queryKey
  return library === 'video-task' && kind === 'detail' && typeof id === 'string' ? id : undefined
}

/**
 * What made a poll.
 *
 * - `unseen`: it had begun before the devtools did
 * - `first`: a component began to watch a task without an answer
 * - `timer`: it was due
 * - `focus`: the page became visible
 * - `online`: the network came back
 * - `mount`: another component began to watch
 * - `app`: the app, or the devtools, asked before it was due
 */
export type PollCause = 'unseen' | 'first' | 'timer' | 'focus' | 'online' | 'mount' | 'app'

/** When something last happened that makes polls, in ms. */
export interface Triggers {
  focusedAt: number
  onlineAt: number
  mountedAt: number
}

/** A poll follows its trigger within this long, in ms. */
const MAX_TRIGGER_DELAY_MS = 50
/** A timer may run out this much early, in ms: clocks are rounded. */
const TIMER_TOLERANCE_MS = 20

/** Finds what made a poll that starts now. */
export function causeOfPoll(
  hasAnswer: boolean,
  plan: PollPlan | undefined,
  triggers: Triggers,
  now: number,
): PollCause {
  const isRecent = (time: number) => now - time <= MAX_TRIGGER_DELAY_MS
  if (isRecent(triggers.focusedAt)) return 'focus'
  if (isRecent(triggers.onlineAt)) return 'online'
  if (plan?.due !== undefined && now >= plan.due - TIMER_TOLERANCE_MS) return 'timer'
  if (isRecent(triggers.mountedAt)) return hasAnswer ? 'mount' : 'first'
  return 'app'
}
