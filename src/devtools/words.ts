import type { PollCause, PollPlan } from './log/pollPlan.js'
import type { LoggedEvent, LoggedPoll, TaskStep } from './log/taskLog.js'

/** Why the next poll comes when it does, or why there is none, by the reason of the policy. */
const REASONS: Record<PollPlan['reason'], string> = {
  loading: 'the task has no answer yet',
  queued: 'the task is queued, so its end is at least a whole run away',
  running: 'the predicted end is not near',
  ending: 'the end may be near',
  overdue: 'the task takes longer than expected',
  interval: 'the app has set the interval',
  asked: 'the server asked for this wait',
  fresh: 'the API does not know the new id yet',
  retry: 'the last poll failed',
  hidden: 'the page is hidden',
  offline: 'the device is offline',
  own: 'a hook has options of its own, or the devtools are outside of VideoTaskProvider',
  completed: 'the task is completed',
  failed: 'the task has failed',
  error: 'the task has ended with an error',
  stalled: 'the task is stalled: no change for too long',
  deleted: 'the task was deleted',
  refused: 'the last error is not retryable',
}

/** What made a poll that was not due. */
const CAUSES: Record<Exclude<PollCause, 'timer'>, string> = {
  unseen: 'it was sent before the devtools began',
  first: 'a component began to watch',
  focus: 'the page became visible',
  online: 'the network came back',
  mount: 'another component began to watch',
  app: 'the app, or a button here, asked for it',
}

/** Returns why there is a plan, such as `the end may be near`. */
export const reasonText = (plan: PollPlan): string => REASONS[plan.reason]

/** Returns what the next poll waits for, in one line. */
export function planText(plan: PollPlan | undefined): string {
  if (!plan) return 'Nothing watches the task'
  if (plan.delay === false) return `No more polls: ${reasonText(plan)}`
  return `In ${duration(plan.delay)}: ${reasonText(plan)}`
}

/** A timer that runs out later than this was slowed down, or the device slept, in ms. */
const MAX_TIMER_DELAY_MS = 2_000

/** Returns why a poll was made when it was. */
export function causeText({ cause, planned, startedAt }: LoggedPoll): string {
  if (cause !== 'timer') return capitalize(CAUSES[cause])
  if (!planned) return 'It was due'
  const late = startedAt - (planned.due ?? startedAt)
  const lateness = late > MAX_TIMER_DELAY_MS ? `; ${duration(late)} late, the timer was slowed down` : ''
  return `Due after ${duration(Number(planned.delay))}: ${reasonText(planned)}${lateness}`
}

/** Returns what came of a poll. */
export function outcomeText({ outcome, before, after, error }: LoggedPoll): string {
  if (outcome === undefined) return 'In flight'
  if (outcome === 'aborted') return 'Aborted: not needed any more'
  if (outcome === 'failed') {
    const parts = [error?.status, error?.code ?? error?.message, error?.attempt && `attempt ${error.attempt}`]
    return `Failed: ${parts.filter((part) => part !== undefined).join(', ')}`
  }
  if (outcome === 'unchanged') return `Unchanged: ${stepText(after)}`
  if (!before) return stepText(after)
  const isProgress = before.status === 'in_progress' && after?.status === 'in_progress' && !after.isStalled
  return `${stepText(before)} → ${isProgress ? `${after.progress} %` : stepText(after)}`
}

/** Returns how an answer came: in a batch, or from another tab. */
export function routeText({ batch, isLeading }: LoggedPoll): string | undefined {
  if (isLeading === false) return 'not sent: another tab leads'
  if (batch === undefined) return undefined
  return batch > 1 ? `one request for ${batch} tasks` : 'a request of its own'
}

/** Returns what happened, and who heard of it. */
export function eventText(event: LoggedEvent): string {
  if (event.kind === 'written') return `Written without a poll of this tab: ${stepText(event.step)}`
  const { status, previousStatus, listeners } = event
  const callbacks =
    status === 'completed' ? ', onCompleted' : previousStatus && isEnd(status) ? ', onFailed' : ''
  const receivers =
    listeners === 0
      ? 'left to the tab that leads'
      : `to ${listeners} ${listeners === 1 ? 'listener' : 'listeners'}`
  return `onStatusChange${callbacks}, ${previousStatus ?? 'first seen'} → ${status}, ${receivers}`
}

const isEnd = (status: string) => status === 'failed' || status === 'error'

function stepText(step: TaskStep | undefined): string {
  if (!step) return 'no task'
  if (step.isStalled) return 'stalled'
  return step.status === 'in_progress' ? `in_progress ${step.progress} %` : step.status
}

const capitalize = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** Returns a time of 0 or more in ms for people, such as `4.2 s`. */
export function duration(ms: number): string {
  const rounded = Math.max(0, Math.round(ms))
  if (rounded < 1_000) return `${rounded} ms`
  const tenths = Math.round(rounded / 100)
  if (tenths < 600) return `${tenths / 10} s`
  const minutes = Math.floor(tenths / 600)
  if (minutes < 60) return `${minutes} min ${Math.floor((tenths % 600) / 10)} s`
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} days`
}

/** Returns how long ago a time was, in whole seconds, such as `4 s ago`. */
export function ago(at: number, now: number): string {
  const seconds = Math.floor((now - at) / 1_000)
  return seconds < 1 ? 'just now' : `${duration(seconds * 1_000)} ago`
}

/** Returns whole seconds until a time, such as `in 4 s`, or `now`. */
export function countdown(at: number, now: number): string {
  const left = Math.ceil((at - now) / 1_000)
  return left <= 0 ? 'now' : `in ${duration(left * 1_000)}`
}

/** Returns the time of day of a time in ms, `HH:MM:SS` of this machine. */
export function timeOfDay(ms: number): string {
  const date = new Date(ms)
  return [date.getHours(), date.getMinutes(), date.getSeconds()]
    .map((part) => String(part).padStart(2, '0'))
    .join(':')
}
