import type { HTMLAttributes, Ref } from 'react'
import { outageWords } from './englishWords.js'
import type { WatchExplanation } from './explainWatch.js'
import { classNames } from '../renderPart.js'
import type { LiveText as LiveTextType } from '../LiveText.js'
import type { VideoTaskMessages } from '../../core/messages.js'
import type { VideoTaskWatch } from '../useVideoTaskWatch.js'

interface ErrorTextProps extends HTMLAttributes<HTMLDivElement> {
  watch: VideoTaskWatch
  explanation: WatchExplanation
  /** The app's own words; English for the rest. */
  messages: Partial<VideoTaskMessages>
  /** Formats a time in ms. */
  duration: (ms: number) => string
  /** The page's own: a part that loads later has a copy of what it imports, and the clock of a page is one. */
  LiveText: typeof LiveTextType
  forwardedRef?: Ref<HTMLDivElement>
}

/** Why a watched video is not there, in sentences. Renders a `<div>`. */
export function ErrorText({
  watch: { state, isPolling, nextPollAt },
  explanation: { sinceUpdate, title, next, request },
  messages,
  duration,
  LiveText,
  className,
  forwardedRef,
  ...props
}: ErrorTextProps) {
  const { retrying } = { ...outageWords, ...messages }
  const timeToRetry = (now: number) => {
    const left = Math.ceil(((nextPollAt() ?? now) - now) / 1_000)
    return retrying(left > 0 ? duration(left * 1_000) : '')
  }
  return (
    <div
      {...props}
      ref={forwardedRef}
      className={classNames('video-task-error', className)}
      data-status={state}
    >
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
}
