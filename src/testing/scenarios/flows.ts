import type { Scenario, ScenarioMoment } from './Scenario.js'
import type { TaskState } from '../tasks/TaskState.js'

/** The share of a task's time spent in the queue. */
const QUEUED_SHARE = 0.15

/** How far a task has come after the queue, from 0 to 1; `undefined` while it is in there. */
function runShare({ elapsed, duration }: Pick<ScenarioMoment, 'elapsed' | 'duration'>): number | undefined {
  const queued = duration * QUEUED_SHARE
  if (elapsed < queued) return undefined
  return elapsed < duration ? (elapsed - queued) / (duration - queued) : 1
}

/** What the vendor calls coarse: a few steps, not evenly spaced. */
const STEPS = [8, 16, 27, 39, 50, 62, 73, 84, 92]

/** A task that waits, then works its way up the steps, and stays on the last one. */
function runningState(moment: Pick<ScenarioMoment, 'elapsed' | 'duration'>): TaskState {
  const share = runShare(moment)
  if (share === undefined) return { status: 'queued' }
  const step = Math.min(Math.floor(share * STEPS.length), STEPS.length - 1)
  return { status: 'in_progress', progress: STEPS[step] ?? 0 }
}

/** Queue, progress, video: how most tasks go. */
export const succeed = {
  stateAt: (moment) =>
    moment.elapsed < moment.duration ? runningState(moment) : { status: 'completed', url: 'fresh' },
} satisfies Scenario

/** Goes as most tasks do, and ends in this state. */
function endingAs(state: TaskState): Scenario {
  return { stateAt: (moment) => (moment.elapsed < moment.duration ? runningState(moment) : state) }
}

/** Fails half way, as a clip does that the provider's moderation refuses to hand out. */
const fail: Scenario = {
  stateAt: (moment) =>
    moment.elapsed < moment.duration / 2
      ? runningState(moment)
      : {
          status: 'failed',
          progress: 39,
          error: {
            code: 'DataInspectionFailed',
            message: 'Output data may contain inappropriate content.',
          },
        },
}

/** Ends half way with the documented third terminal status, `error`. */
const error: Scenario = {
  stateAt: (moment) =>
    moment.elapsed < moment.duration / 2
      ? runningState(moment)
      : {
          status: 'error',
          progress: 39,
          error: {
            code: 'InternalError',
            message: 'An internal error has occurred, please try again later or contact service support.',
          },
        },
}

/** The create itself is refused by the content policy. */
const refuse: Scenario = {
  ...succeed,
  refusal: {
    status: 400,
    message: 'Your request was rejected because the prompt may violate our content policy.',
    type: 'invalid_request_error',
    param: 'prompt',
    code: 'content_policy_violation',
  },
}

const STUCK_AT = 50

/** Comes as far as 50 % and never any further. */
const stuck: Scenario = {
  stateAt: (moment) => {
    const state = runningState(moment)
    return state.status === 'in_progress' && state.progress > STUCK_AT
      ? { ...state, progress: STUCK_AT }
      : state
  },
}

/** Starts, and never gets anywhere. */
const stuckAtZero: Scenario = {
  stateAt: (moment) =>
    runShare(moment) === undefined ? { status: 'queued' } : { status: 'in_progress', progress: 0 },
}

/** Reports 100 % and never ends. */
const stuckAtHundred: Scenario = {
  stateAt: (moment) =>
    moment.elapsed < moment.duration ? runningState(moment) : { status: 'in_progress', progress: 100 },
}

/** A task that reports these percentages, each for an equal part of its time after the queue, and completes. */
function stepwise(percentages: readonly number[]): Scenario {
  return {
    stateAt: (moment) => {
      if (moment.elapsed >= moment.duration) return { status: 'completed' }
      const share = runShare(moment)
      if (share === undefined) return { status: 'queued' }
      return { status: 'in_progress', progress: percentages[Math.floor(share * percentages.length)] ?? 0 }
    },
  }
}

/** Tells a time of completion while it is still running. */
const earlyCompletedAt: Scenario = {
  write: (body) =>
    body['status'] === 'in_progress' ? { ...body, completed_at: Number(body['created_at']) + 3 } : body,
}

/** Milliseconds from the end to the URL. */
const URL_AFTER = 5000

/** Completes without a URL, which comes later. */
const lateUrl: Scenario = {
  stateAt: (moment) => {
    const { elapsed, duration } = moment
    if (elapsed < duration) return runningState(moment)
    return { status: 'completed', url: elapsed < duration + URL_AFTER ? 'none' : 'fresh' }
  },
}

/** How a task goes from its create to its end. */
export const flows = {
  succeed: { about: 'queue, progress, video: as most tasks go', scenario: succeed },
  instant: {
    about: 'is completed at once',
    scenario: { stateAt: () => ({ status: 'completed', endedAfter: 0 }) },
  },
  fail: { about: 'fails half way, refused by moderation', scenario: fail },
  error: { about: 'ends half way with the status error', scenario: error },
  'fail-silently': {
    about: 'fails at the end without a word why',
    scenario: endingAs({ status: 'failed', progress: 92 }),
  },
  'fail-at-100': {
    about: 'fails with a progress of 100',
    scenario: endingAs({ status: 'failed', progress: 100, error: { message: 'Video generation failed' } }),
  },
  refuse: { about: 'the create is refused with a 400 by the content policy', scenario: refuse },
  stuck: { about: 'stays at 50 % for ever', scenario: stuck },
  'stuck-in-queue': {
    about: 'stays in the queue for ever',
    scenario: { stateAt: () => ({ status: 'queued' }) },
  },
  'stuck-at-0': { about: 'starts and stays at 0 % for ever', scenario: stuckAtZero },
  'stuck-at-100': { about: 'reaches 100 % and never ends', scenario: stuckAtHundred },
  'jump-to-90': { about: 'stays at 0 % for long, then jumps to 90 %', scenario: stepwise([0, 0, 90]) },
  backwards: { about: 'its progress goes up and down', scenario: stepwise([10, 60, 35, 80, 50]) },
  'early-completed-at': { about: 'has a completed_at while in progress', scenario: earlyCompletedAt },
  'late-url': { about: 'completes without a URL, which comes 5 s later', scenario: lateUrl },
  'no-url': { about: 'completes without a URL', scenario: endingAs({ status: 'completed', url: 'none' }) },
  expired: {
    about: 'completes with a URL that has expired: 403 XML, and 502 from the content route',
    scenario: endingAs({ status: 'completed', url: 'expired' }),
  },
} satisfies Record<string, { about: string; scenario: Scenario }>
