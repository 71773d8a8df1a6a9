'use client'

import { forwardRef, type HTMLAttributes } from 'react'
import { classNames } from './renderPart.js'
import { errorSentences } from './messages/errorSentences.js'
import { LiveText } from './LiveText.js'
import { useLaterPart } from '../hooks/useLaterPart.js'
import { outageWords, stateWords } from './messages/englishWords.js'
import type { WatchExplanation } from './messages/explainWatch.js'
import { problemOf, useFormats, useMessages } from './messages/formats.js'
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
    const { state, isPolling, nextPollAt } = watch
    const messages = useMessages({ ...outageWords, ...stateWords })
    const { duration } = useFormats()
    const problem = problemOf(watch)
    const sentences = useLaterPart(errorSentences, problem)
    // Without a connection they may not load: an outage is explained at once.
    if (!problem || (sentences === undefined && state !== 'unreachable')) return null
    const { sinceUpdate, title, next, request }: WatchExplanation = sentences
      ? sentences.explainWatch(watch, problem, messages, duration)
      : { title: messages.state[problem], next: isPolling ? '' : undefined }
    const timeToRetry = (now: number) => {
      const left = Math.ceil(((nextPollAt() ?? now) - now) / 1_000)
      return messages.retrying(left > 0 ? duration(left * 1_000) : '')
    }
    return (
      <div {...props} ref={ref} className={classNames('video-task-error', className)} data-status={state}>
        {sinceUpdate && <LiveText className="video-task-error-time" isLive read={sinceUpdate} />}
        <p>{title}</p>
        {next !== undefined && <p>{isPolling ? <LiveText isLive read={timeToRetry} /> : next}</p>}
        {request && (
          <p className="video-task-request-id">
            {request[0]} <code>{request[1]}</code>
          </p>
        )}
      </div>
    )
  },
)
