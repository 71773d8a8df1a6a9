'use client'

import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { contentUrlOf, playableUrls } from '../core/content/playableUrls.js'
import { observeVideoTask } from '../core/task/observeVideoTask.js'
import { isTerminal, type VideoTask } from '../core/task/videoTask.js'
import { videoUrlExpiry } from '../core/wire/videoUrl.js'
import { resumeVideoTask } from '../query/cacheActions.js'
import { videoTaskKeys } from '../query/videoTaskKeys.js'
import type { DevtoolsSettings } from './log/pollPlan.js'
import type { TaskLog } from './log/taskLog.js'
import { Fact } from './PageFacts.js'
import { PollList, PollStrip } from './PollTimeline.js'
import { redactedJson, redactText, redactUrl } from './redact.js'
import { observerText, StateBadge, stateOf } from './TaskList.js'
import { ago, countdown, eventText, reasonText, timeOfDay } from './words.js'

interface TaskDetailsProps {
  log: TaskLog
  settings: DevtoolsSettings
  now: number
}

/** Everything about one task: its next poll, its facts, its polls, its events, its video and its JSON. */
export function TaskDetails({ log, settings, now }: TaskDetailsProps) {
  const { id, task, plan, events } = log
  return (
    <div data-part="details">
      <header data-part="title">
        <h3 data-part="id">{id}</h3>
        <StateBadge state={stateOf(log)} progress={task?.progress} />
        <TaskButtons log={log} settings={settings} />
      </header>
      <p data-part="decision" data-ended={plan && plan.delay !== false ? undefined : ''}>
        <strong>
          {plan?.due === undefined ? 'No further poll' : `Next poll ${countdown(plan.due, now)}`}
        </strong>{' '}
        {plan ? `because ${reasonText(plan)}` : 'because nothing watches the task'}
      </p>
      <PollStrip log={log} now={now} />
      <TaskFacts log={log} now={now} />

      <h4>Polls, the latest first</h4>
      <PollList polls={log.polls} />

      <h4>Events</h4>
      {events.length === 0 && (
        <p data-part="empty">None. Listeners get an event when a task reaches its next status.</p>
      )}
      <ul data-part="events">
        {events.toReversed().map((event) => (
          <li key={`${event.at} ${eventText(event)}`}>
            <time>{timeOfDay(event.at)}</time> {eventText(event)}
          </li>
        ))}
      </ul>

      <Source log={log} settings={settings} now={now} />

      <details data-part="json">
        <summary>Task as JSON</summary>
        <pre tabIndex={0}>{task ? redactedJson(task) : 'No answer yet.'}</pre>
      </details>
    </div>
  )
}

function TaskButtons({ log, settings }: Omit<TaskDetailsProps, 'now'>) {
  const queryClient = useQueryClient()
  const { id, scope, task, plan } = log
  const canStop = task !== undefined && plan !== undefined && plan.delay !== false
  const forget = () => {
    queryClient.removeQueries({ queryKey: videoTaskKeys.detail(id, scope), exact: true })
    settings.registry?.remove(id, scope)
  }
  return (
    <div data-part="buttons">
      <button
        type="button"
        title="Polls now, and again after a stall"
        onClick={() => void resumeVideoTask(queryClient, id, { scope })}
      >
        Poll now
      </button>
      <button
        type="button"
        title="Marks the task as stalled, so that nothing polls it"
        disabled={!canStop}
        onClick={() => void stopPolling(queryClient, log)}
      >
        Stop
      </button>
      <button
        type="button"
        title="Removes the task from cache and registry. What still watches it polls again."
        onClick={forget}
      >
        Forget
      </button>
    </div>
  )
}

/** Ends the polling of a task as a stall does, so that the app shows one, and `Poll now` resumes it. */
async function stopPolling(queryClient: QueryClient, { id, scope }: TaskLog): Promise<void> {
  const queryKey = videoTaskKeys.detail(id, scope)
  await queryClient.cancelQueries({ queryKey, exact: true })
  queryClient.setQueryData<VideoTask>(queryKey, (task) => {
    if (!task || isTerminal(task)) return undefined
    const now = Date.now()
    const { observed } = task.observed ? task : observeVideoTask(task, task, { now, lastPolled: now })
    return observed && { ...task, observed: { ...observed, stalled: now } }
  })
}

function TaskFacts({ log, now }: Omit<TaskDetailsProps, 'settings'>) {
  const { task, error, isLeading, scope } = log
  const created = task?.created_at && task.created_at * 1_000
  return (
    <dl data-part="facts" aria-label="Task">
      <Fact name="Model">{task?.model ?? 'not named'}</Fact>
      {created ? (
        <Fact name="Created">
          {timeOfDay(created)}, {ago(created, now)}
        </Fact>
      ) : null}
      {task?.observed && <Fact name="Last change">{ago(task.observed.last_change, now)}</Fact>}
      <Fact name="Watched by">{observerText(log)}</Fact>
      {isLeading !== undefined && <Fact name="This tab">{isLeading ? 'leads' : 'follows another tab'}</Fact>}
      {scope && <Fact name="Scope">{scope}</Fact>}
      {error && (
        <Fact name="Last error" isActive>
          {redactText(error.message)}
        </Fact>
      )}
    </dl>
  )
}

/** The URLs that a player has, in their order, and how long they work. */
function Source({ log: { id, task }, settings: { client }, now }: TaskDetailsProps) {
  if (task?.status !== 'completed') return null
  const content = client && contentUrlOf(client, id, task)
  const [own] = playableUrls(task, undefined)
  const expiry = videoUrlExpiry(task)
  const isExpired = expiry !== undefined && expiry <= now
  const { expired, unplayable } = task.observed ?? {}
  return (
    <>
      <h4>Video</h4>
      <dl data-part="facts" aria-label="Video">
        <Fact name="URL">
          {own
            ? redactUrl(own)
            : task.video_data
              ? redactText(task.video_data)
              : 'none: the content route delivers it'}
        </Fact>
        {own && (
          <Fact name="Expires" isActive={isExpired}>
            {expiry === undefined
              ? 'not known'
              : isExpired
                ? `expired at ${timeOfDay(expiry)}`
                : `at ${timeOfDay(expiry)}, ${countdown(expiry, now)}`}
          </Fact>
        )}
        {content && <Fact name="Content route">{redactText(content)}</Fact>}
        {expired !== undefined && (
          <Fact name="Player" isActive>
            {unplayable ? 'cannot play this video' : 'no URL plays any more'}, since {timeOfDay(expired)}
          </Fact>
        )}
      </dl>
    </>
  )
}
