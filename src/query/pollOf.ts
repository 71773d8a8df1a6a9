import { focusManager, onlineManager } from '@tanstack/react-query'
import { type NextPoll, nextPoll, type PollOptions, type PollState } from '../core/nextPoll.js'

/** What the policy says of a query, in the page as it is now. */
export function pollOf(query: { state: PollState }, options: PollOptions): NextPoll {
  const environment = { hidden: !focusManager.isFocused(), offline: !onlineManager.isOnline() }
  return nextPoll(query.state, environment, options)
}
