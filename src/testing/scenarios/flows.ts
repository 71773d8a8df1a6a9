import type { TaskState } from '../tasks/TaskState.js'
import type { Scenario, ScenarioMoment } from './Scenario.js'

type Timing = Pick<ScenarioMoment, 'elapsed' | 'duration'>

/** Share of a task's duration that it is queued. */
const QUEUED_SHARE = 0.15

/** Share of the run after the queue, from 0 to 1; `undefined` while queued. */
function runShare({ elapsed, duration }: Timing): number | undefined {
  const queued = duration * QUEUED_SHARE
  if (elapsed < queued) return undefined
  return elapsed < duration ? (elapsed - queued) / (duration - queued) : 1
}

/** The coarse and uneven progress that the API reports. */
const PROGRESS_STEPS = [8, 16, 27, 39, 50, 62, 73, 84, 92]

/** Queued, then in progress step by step; after the end it stays on the last step. */
function runningState(moment: Timing): TaskState {
  const share = runShare(moment)
  if (share === undefined) return { status: 'queued' }
  const step = Math.min(Math.floor(share * PROGRESS_STEPS.length), PROGRESS_STEPS.length - 1)
  return { status: 'in_progress', progress: PROGRESS_STEPS[step] ?? 0 }
}

/** Runs for the whole duration, then stays in this state. */
function endingAs(state: TaskState): Scenario {
  return { stateAt: (moment) => (moment.elapsed < moment.duration ? runningState(moment) : state) }
}

/** Runs for half the duration, then stays in this state. */
function endingHalfway(state: TaskState): Scenario {
  return { stateAt: (moment) => (moment.elapsed < moment.duration / 2 ? runningState(moment) : state) }
}

/** The usual flow: queued, in progress, completed. */
export const succeed = {
  stateAt: (moment) =>
    moment.elapsed < moment.duration ? runningState(moment) : { status: 'completed', url: 'fresh' },
} satisfies Scenario

/** Fails halfway with the error of a clip that the provider's content moderation holds back. */
const fail = endingHalfway({
  status: 'failed',
  progress: 39,
  error: { code: 'DataInspectionFailed', message: 'Output data may contain inappropriate content.' },
})

/** Ends halfway with `error`, the third terminal status that the API documents. */
const error = endingHalfway({
  status: 'error',
  progress: 39,
  error: {
    code: 'InternalError',
    message: 'An internal error has occurred, please try again later or contact service support.',
  },
})

/** The content policy rejects the create. */
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

/** xAI: a video that its moderation holds back is called done. */
const refusedAsDone: Scenario = {
  ...succeed,
  write: (body, { elapsed, duration }) =>
    elapsed < duration
      ? body
      : { status: 'done', video: { url: '', duration: 5, respect_moderation: false } },
  ending: { status: 'failed' },
}

const STUCK_PROGRESS = 50

const stuck: Scenario = {
  stateAt: (moment) => {
    const state = runningState(moment)
    return state.status === 'in_progress' && state.progress > STUCK_PROGRESS
      ? { ...state, progress: STUCK_PROGRESS }
      : state
  },
}

const stuckAtZero: Scenario = {
  stateAt: (moment) =>
    runShare(moment) === undefined ? { status: 'queued' } : { status: 'in_progress', progress: 0 },
}

/** Reports each percentage for an equal part of the run, then completes. */
function reporting(percentages: readonly number[]): Scenario {
  return {
    stateAt: (moment) => {
      if (moment.elapsed >= moment.duration) return { status: 'completed' }
      const share = runShare(moment)
      if (share === undefined) return { status: 'queued' }
      return { status: 'in_progress', progress: percentages[Math.floor(share * percentages.length)] ?? 0 }
    },
  }
}

const earlyCompletedAt: Scenario = {
  write: (body) =>
    body['status'] === 'in_progress' ? { ...body, completed_at: Number(body['created_at']) + 3 } : body,
}

/** Milliseconds from completion to the URL. */
const LATE_URL_DELAY = 5000

const lateUrl: Scenario = {
  stateAt: (moment) => {
    const { elapsed, duration } = moment
    if (elapsed < duration) return runningState(moment)
    return { status: 'completed', url: elapsed < duration + LATE_URL_DELAY ? 'none' : 'fresh' }
  },
}

/** The ways a task goes from create to end. */
export const flows = {
  succeed: { description: 'queued, in progress, completed: the usual flow', scenario: succeed },
  instant: {
    description: 'completes immediately',
    scenario: { stateAt: () => ({ status: 'completed', endedAfter: 0 }) },
  },
  fail: { description: 'fails halfway, rejected by content moderation', scenario: fail },
  error: { description: 'ends halfway with the status error', scenario: error },
  'fail-silently': {
    description: 'fails at the end without an error object',
    scenario: endingAs({ status: 'failed', progress: 92 }),
  },
  'fail-at-100': {
    description: 'fails with progress 100',
    scenario: endingAs({ status: 'failed', progress: 100, error: { message: 'Video generation failed' } }),
  },
  'refused-as-done': {
    description: 'moderation refuses the video, and the task is called done',
    scenario: refusedAsDone,
  },
  refuse: { description: 'the create gets 400 from the content policy', scenario: refuse },
  stuck: { description: 'stays at 50 % and never ends', scenario: stuck },
  'stuck-in-queue': {
    description: 'stays queued and never starts',
    scenario: { stateAt: () => ({ status: 'queued' }) },
  },
  'stuck-at-0': { description: 'starts, stays at 0 % and never ends', scenario: stuckAtZero },
  'stuck-at-100': {
    description: 'reaches 100 % and never completes',
    scenario: endingAs({ status: 'in_progress', progress: 100 }),
  },
  'jump-to-90': { description: 'stays at 0 %, then jumps to 90 %', scenario: reporting([0, 0, 90]) },
  backwards: { description: 'progress goes up and down', scenario: reporting([10, 60, 35, 80, 50]) },
  'early-completed-at': { description: 'has completed_at while in progress', scenario: earlyCompletedAt },
  'late-url': { description: 'completes without a URL, which follows 5 s later', scenario: lateUrl },
  'no-url': {
    description: 'completes without a URL',
    scenario: endingAs({ status: 'completed', url: 'none' }),
  },
  expired: {
    description: 'completes with an expired URL: 403 XML, and 502 from the content route',
    scenario: endingAs({ status: 'completed', url: 'expired' }),
  },
} satisfies Record<string, { description: string; scenario: Scenario }>
