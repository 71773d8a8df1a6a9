'use client'

import { forwardRef, type HTMLAttributes } from 'react'
import { useMessages } from './messages/useMessages.js'
import { errorWords, stateWords } from './messages/words.js'
import { LiveText } from './page/LiveText.js'
import { useFormats } from './page/pageMemory.js'
import { classNames } from './part.js'
import { useVideoTaskWatch } from './watch.js'
import { describeVideoTaskError } from '../core/errors/describeVideoTaskError.js'

/** Props of `VideoTaskErrorMessage`: every attribute of a `<div>`. */
export type VideoTaskErrorMessageProps = Omit<HTMLAttributes<HTMLDivElement>, 'children'>

/** A shorter silence, in ms, is none. */
const WORTH_TELLING = 10_000

/**
 * What stands in the way of the watch around it, in a sentence for people and one of what can be done, with the provider's
 * request id to be quoted: a failure, no news, an expired link. Renders a `<div>`, or nothing while all is well. The
 * provider's own text is never shown: it speaks to developers.
 */
export const VideoTaskErrorMessage = forwardRef<HTMLDivElement, VideoTaskErrorMessageProps>(
  function VideoTaskErrorMessage({ className, ...props }, ref) {
    const { state, task, error, isPolling, lastUpdatedAt } = useVideoTaskWatch()
    const messages = useMessages({ ...errorWords, ...stateWords })
    const formats = useFormats()
    const hasFailed = task?.status === 'failed' || task?.status === 'error'
    if (!hasFailed && state !== 'stalled' && state !== 'unreachable' && state !== 'expired') return null
    const failure = hasFailed ? task.error : error
    const told = hasFailed || failure ? describeVideoTaskError(failure, messages.errors) : undefined
    const lines =
      state === 'stalled'
        ? [messages.stalled]
        : told
          ? [told.title, isPolling ? messages.retrying : told.action]
          : [state === 'expired' ? messages.expired : messages.state[state]]
    // Since the last answer; where it stalled, since something last changed.
    const noUpdates = (now: number) => {
      const since = state === 'stalled' ? (task?.observed?.last_change ?? 0) : task ? lastUpdatedAt() : 0
      return since > 0 && now - since >= WORTH_TELLING
        ? messages.noUpdates(formats.duration(now - since))
        : ''
    }
    return (
      <div {...props} ref={ref} className={classNames('video-task-error', className)} data-status={state}>
        {(state === 'stalled' || state === 'unreachable') && (
          <LiveText className="video-task-error-time" isLive read={noUpdates} />
        )}
        {lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
        {told?.requestId !== undefined && !isPolling && (
          <p className="video-task-request-id">
            {messages.requestId} <code>{told.requestId}</code>
          </p>
        )}
      </div>
    )
  },
)
