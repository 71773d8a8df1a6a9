'use client'

import type { LoggedPoll, TaskLog } from './log/taskLog.js'
import { causeText, countdown, duration, outcomeText, planText, routeText, timeOfDay } from './words.js'

/** The polls of a task on a line of time, from the first one that is kept to the next one that is due. */
export function PollStrip({ log: { polls, plan }, now }: { log: TaskLog; now: number }) {
  const [first] = polls
  if (!first) return null
  const last = polls.at(-1)
  const end = Math.max(plan?.due ?? 0, last?.endedAt ?? now, plan?.due === undefined ? 0 : now)
  const length = Math.max(1, end - first.startedAt)
  const place = (time: number) => `${(100 * (Math.min(time, end) - first.startedAt)) / length}%`
  const next = plan?.due === undefined ? '' : `, the next one ${countdown(plan.due, now)}`
  return (
    <div data-part="strip">
      <div
        data-part="track"
        role="img"
        aria-label={`${polls.length} ${polls.length === 1 ? 'poll' : 'polls'} in ${duration(now - first.startedAt)}${next}`}
      >
        {plan?.due !== undefined && <span data-part="elapsed" style={{ inlineSize: place(now) }} />}
        {polls.map((poll) => (
          <span
            key={poll.number}
            data-part="tick"
            data-outcome={poll.outcome ?? 'open'}
            style={{ insetInlineStart: place(poll.startedAt) }}
          />
        ))}
        {plan?.due !== undefined && (
          <span data-part="tick" data-outcome="due" style={{ insetInlineStart: '100%' }} />
        )}
      </div>
      <div data-part="scale" aria-hidden="true">
        <span>{timeOfDay(first.startedAt)}</span>
        <span>{plan?.due === undefined ? timeOfDay(end) : `due ${timeOfDay(plan.due)}`}</span>
      </div>
    </div>
  )
}

/** Each poll with what came of it, why it was made then, and why the next one comes when it does. */
export function PollList({ polls }: { polls: readonly LoggedPoll[] }) {
  if (polls.length === 0) return <p data-part="empty">No poll since the devtools began.</p>
  return (
    <ol data-part="polls" reversed start={polls.at(-1)?.number}>
      {polls.toReversed().map((poll) => (
        <li key={poll.number} data-outcome={poll.outcome ?? 'open'}>
          <div data-part="when">
            <time>{timeOfDay(poll.startedAt)}</time>
            {poll.endedAt !== undefined && poll.cause !== 'unseen' && (
              <span>{duration(poll.endedAt - poll.startedAt)}</span>
            )}
          </div>
          <div data-part="what">
            <span data-part="outcome">{outcomeText(poll)}</span>
            {routeText(poll) && <span data-part="note">{routeText(poll)}</span>}
          </div>
          <p>
            <b>Why then</b> {causeText(poll)}
          </p>
          {poll.endedAt !== undefined && (
            <p>
              <b>Next</b> {planText(poll.next)}
            </p>
          )}
        </li>
      ))}
    </ol>
  )
}
