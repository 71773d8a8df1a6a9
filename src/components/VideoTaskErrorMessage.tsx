'use client'

import { forwardRef, type HTMLAttributes } from 'react'
import { classNames } from './renderPart.js'
import { errorSentences } from './messages/errorSentences.js'
import { LiveText } from './LiveText.js'
import { useLaterPart } from '../hooks/useLaterPart.js'
import { errorWords, stateWords } from './messages/englishWords.js'
import { stateKey, stateWord, useFormats, useMessages } from './messages/formats.js'
import { useVideoTaskWatch } from './useVideoTaskWatch.js'

/** Props of `VideoTaskErrorMessage`: every attribute of a `<div>`. */
export type VideoTaskErrorMessageProps = Omit<HTMLAttributes<HTMLDivElement>, 'children'>

/**
 * Explains why the watched video is not there: a failed task, a stall, an outage, an expired link, or a video that does
 * not load or that the browser cannot play. Renders a `<div>` with one sentence on what happened, one on what to do and the
 * provider's request id; nothing in any other state. Never shows the provider's own text, which is written for developers.
 *
 * @example
 * ```tsx
 * import { VideoTaskErrorMessage, VideoTaskRoot } from 'react-video-task/components'
 *
 * export const Video = ({ taskId }: { taskId: string }) => (
 *   <VideoTaskRoot taskId={taskId}>
 *     <VideoTaskErrorMessage role="alert" />
 *   </VideoTaskRoot>
 * )
 * ```
 */
export const VideoTaskErrorMessage = forwardRef<HTMLDivElement, VideoTaskErrorMessageProps>(
  function VideoTaskErrorMessage({ className, ...props }, ref) {
    const watch = useVideoTaskWatch()
    const { state, task, error, isPolling, lastUpdatedAt, nextPollAt } = watch
    const messages = useMessages({ ...errorWords, ...stateWords })
    const { duration } = useFormats()
    const hasFailed = task?.status === 'failed' || task?.status === 'error'
    const isOutage = state === 'unreachable'
    const key = stateKey(watch)
    const reason =
      key === 'stalled' || key === 'expired' || key === 'notLoading' || key === 'unplayable'
        ? messages[key]
        : undefined
    const failure = hasFailed ? task.error : error
    const isDescribed = hasFailed || (failure && state !== 'stalled')
    const sentences = useLaterPart(errorSentences, Boolean(isDescribed))
    if (!hasFailed && !isOutage && reason === undefined) return null
    if (isDescribed && sentences === undefined) return null
    const description = isDescribed && sentences?.describeVideoTaskError(failure, messages.errors)
    // In a stall since the last change, in an outage since the last successful poll.
    const timeWithoutUpdate = (now: number) => {
      const since = state === 'stalled' ? (task?.observed?.last_change ?? 0) : task ? lastUpdatedAt() : 0
      return since > 0 && now - since >= MIN_TIME_SHOWN ? messages.noUpdates(duration(now - since)) : ''
    }
    const timeToRetry = (now: number) => {
      const left = Math.ceil(((nextPollAt() ?? now) - now) / 1_000)
      return messages.retrying(left > 0 ? duration(left * 1_000) : '')
    }
    return (
      <div {...props} ref={ref} className={classNames('video-task-error', className)} data-status={state}>
        {(state === 'stalled' || isOutage) && (
          <LiveText className="video-task-error-time" isLive read={timeWithoutUpdate} />
        )}
        <p>{(description && description.title) ?? reason ?? stateWord(messages.state, watch)}</p>
        {description && (
          <p>
            {isPolling ? (
              <LiveText isLive read={timeToRetry} />
            ) : (
              sentences?.describeNextStep(description, messages)
            )}
          </p>
        )}
        {description && description.requestId !== undefined && !isPolling && (
          <p className="video-task-request-id">
            {messages.requestId} <code>{description.requestId}</code>
          </p>
        )}
      </div>
    )
  },
)

/** A shorter time without an update, in ms, is not shown. */
const MIN_TIME_SHOWN = 10_000
