import { predictEnd, type TypicalDuration } from '../../src/core/polling/predictEnd.js'
import type { DurationStore } from '../../src/core/storage/durationStore.js'
import type { VideoTask } from '../../src/core/task/videoTask.js'
import { createPhaseBelief, type PhaseBelief, type Range } from './phaseBelief.js'
import { MIN_HALF } from './phasePolicies.js'
import { adaptivePolicy } from './policies.js'
import { REFRESH_INTERVAL } from './simulatedTasks.js'
import { type Policy, START } from './watchTask.js'

/** What a learner is given beside what it sees. */
interface LearnerSettings {
  /** How often the server may refresh its view, in ms: each is equally likely. */
  periods: readonly number[]
  /** How likely it is that the server shows each change at once instead. */
  smooth: number
  /** Longest wait before the first change, in ms: the closer the polls, the better the phase is known after it. */
  firstWait: number
}

/** Learners by what they are given. The first waits were chosen for the lowest latency at the requests of the library. */
export const learners: Record<string, LearnerSettings> = {
  'the phase, given a refresh every 15 s': { periods: [REFRESH_INTERVAL], smooth: 0, firstWait: 4_000 },
  'it, given 15 s or no steps at all': { periods: [REFRESH_INTERVAL], smooth: 0.5, firstWait: Infinity },
  'period and phase, or no steps': {
    periods: [5_000, 10_000, 15_000, 20_000, 30_000],
    smooth: 0.5,
    firstWait: Infinity,
  },
}

/** How likely steps have to be for polls to follow them. */
const MIN_TRUST = 0.9
/** Cost of one request, in ms of detection latency. */
const REQUEST_COST = 140
/** The last poll for a refresh is sent after this share of its possible times. */
const REACH = 0.99
/** A refresh whose possible times are further apart, in ms, gets a poll among them while refreshes show changes. */
const MAX_RANGE = 2_500
const MIN_VISIBLE = 0.6
/** The floor and the cap of the library's own policy, in ms. */
const FLOOR = 2_000
const CAP = 15_000

/**
 * Creates the policy of one task that knows what a client sees: whether two polls in a row differ, and when they were sent
 * and answered. Polls with the library's policy until steps of the server are likely enough, then right after the refresh
 * that it expects.
 */
export function learnPhase(store: DurationStore, settings: LearnerSettings): Policy {
  const base = adaptivePolicy(store)
  const belief = createPhaseBelief(settings.periods, settings.smooth)
  let typical: TypicalDuration | undefined
  let lastArrival = 0
  let lastWait = 0
  let lastChange: number | undefined
  let lastView: Range = { from: 0, to: 0 }
  let isRunning = false
  let hasChanged = false
  return (state, polls, random) => {
    const { data: task } = state
    const now = (state.dataUpdatedAt ?? 0) - START
    const change = task?.observed?.last_change
    if (polls > 0) {
      // When the server has looked is known by the times of request and answer alone.
      const view = { from: lastArrival + lastWait + MIN_HALF, to: now - MIN_HALF }
      belief.add(lastView, view, change !== lastChange, isRunning)
      hasChanged ||= change !== lastChange
      lastView = view
    } else typical = store.typical(task)
    lastChange = change
    lastArrival = now
    isRunning = task?.status === 'in_progress'
    const wait = base(state, polls, random)
    if (!task || !hasChanged) lastWait = Math.min(wait, settings.firstWait)
    else if (belief.trust() < MIN_TRUST) lastWait = wait
    else {
      const next = nextPollFor(task, belief, now, lastView, typical) - now - MIN_HALF
      lastWait = Math.round(Math.min(CAP, Math.max(FLOOR, next)))
    }
    return lastWait
  }
}

/** When to poll for the next refresh. */
function nextPollFor(
  task: VideoTask,
  belief: PhaseBelief,
  now: number,
  lastView: Range,
  typical: TypicalDuration | undefined,
): number {
  const after = (lastView.from + lastView.to) / 2
  const { at, share, period } = belief.next(after)
  const from = at(0)
  const to = at(REACH)
  const chance = endsWithin(task, now, to - period, to, typical) * share
  // Times that are too unlikely for a request wait for the refresh after them.
  if (chance * period < REQUEST_COST) return after + period
  const wanted = Math.sqrt((chance * (to - from)) / (2 * REQUEST_COST))
  const isNarrowed = to - from > MAX_RANGE && belief.visible() > MIN_VISIBLE
  return at(REACH / Math.max(isNarrowed ? 2 : 1, Math.round(wanted)))
}

/** The chance that a task that has not ended at a time ends within two others, by the prediction of the library. */
function endsWithin(
  task: VideoTask,
  now: number,
  from: number,
  to: number,
  typical: TypicalDuration | undefined,
): number {
  const { since, run, spread } = predictEnd(task, START + now, typical)
  const shape = Math.log(3) / Math.log1p(spread)
  const lasts = (time: number) => 1 / (1 + (Math.max(0, START + time - since) / run) ** shape)
  return 1 - lasts(to) / lasts(from)
}
