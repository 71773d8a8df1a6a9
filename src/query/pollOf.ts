import { focusManager, onlineManager } from '@tanstack/react-query'
import { type NextPoll, nextPoll } from '../core/nextPoll.js'
import type { PollState } from '../core/PollOptions.js'
import type { VideoTaskOptions } from './videoTaskOptions.js'

/** What the policy says of a query, in the page as it is now. */
export function pollOf(
  { state }: { state: PollState },
  id: string,
  { pollInterval, durations }: VideoTaskOptions,
): NextPoll {
  const environment = { hidden: !focusManager.isFocused(), offline: !onlineManager.isOnline() }
  return nextPoll(state, environment, { interval: pollInterval, typical: durations?.typical(state.data), id })
}
