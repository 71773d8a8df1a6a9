import { focusManager, onlineManager } from '@tanstack/react-query'
import { type NextPoll, nextPoll } from '../core/nextPoll.js'
import type { PollState } from '../core/PollOptions.js'
import type { VideoTaskOptions } from './videoTaskOptions.js'

/** What was said of a state, which TanStack asks several times: an interval, how fresh, whether to refetch. */
const said = new WeakMap<PollState, { about: unknown[]; poll: NextPoll }>()

/** What the policy says of a query, in the page as it is now. */
export function pollOf(
  { state }: { state: PollState },
  id: string,
  { pollInterval, durations }: VideoTaskOptions,
): NextPoll {
  const hidden = !focusManager.isFocused()
  const offline = !onlineManager.isOnline()
  const about = [hidden, offline, pollInterval, durations]
  const before = said.get(state)
  if (before && about.every((part, index) => part === before.about[index])) return before.poll
  const typical = durations?.typical(state.data)
  const poll = nextPoll(state, { hidden, offline }, { interval: pollInterval, typical, id })
  said.set(state, { about, poll })
  return poll
}
