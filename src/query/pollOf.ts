import { focusManager, onlineManager } from '@tanstack/react-query'
import { type NextPoll, nextPoll } from '../core/nextPoll.js'
import type { PollState } from '../core/PollOptions.js'
import type { VideoTaskOptions } from './videoTaskOptions.js'

/** Predicted polls of one page that lie this close together, in ms, leave together: each on its own would wake it up. */
const ROUND = 500
/** Pages differ, so that not all of them ask at the same moment. */
const PHASE = Math.random() * ROUND

/** What was said of a state: TanStack asks several times, for an interval, how fresh it is, whether to refetch. */
const said = new WeakMap<PollState, { options: VideoTaskOptions; environment: string; poll: NextPoll }>()

/** What the policy says of a query, in the page as it is now. */
export function pollOf({ state }: { state: PollState }, id: string, options: VideoTaskOptions): NextPoll {
  const hidden = !focusManager.isFocused()
  const offline = !onlineManager.isOnline()
  const environment = `${hidden} ${offline}`
  const before = said.get(state)
  if (before?.options === options && before.environment === environment) return before.poll
  const { pollInterval: interval, durations } = options
  const poll = nextPoll(state, { hidden, offline }, { interval, typical: durations?.typical(state.data), id })
  if (/^(queued|running|ending|overdue)$/.test(poll.reason)) toRound(poll, state)
  said.set(state, { options, environment, poll })
  return poll
}

/** Moves the end of a wait to the round that is nearest. */
function toRound(poll: NextPoll, { dataUpdatedAt = 0 }: PollState): void {
  if (poll.delay === false) return
  const due = dataUpdatedAt + poll.delay + PHASE
  poll.delay += Math.round(Math.round(due / ROUND) * ROUND - due)
}
