'use client'

import { forwardRef, type HTMLAttributes } from 'react'
import { errorSentences } from './messages/errorSentences.js'
import { ErrorText } from './messages/ErrorText.js'
import { LiveText } from './LiveText.js'
import { useLaterPart } from '../hooks/useLaterPart.js'
import { stateWords } from './messages/englishWords.js'
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
  function VideoTaskErrorMessage(props, ref) {
    const watch = useVideoTaskWatch()
    const messages = useMessages(stateWords)
    const { duration } = useFormats()
    const problem = problemOf(watch)
    const sentences = useLaterPart(errorSentences, problem)
    // Without a connection they may not load: an outage is explained at once.
    if (!problem || (sentences === undefined && watch.state !== 'unreachable')) return null
    const explanation = sentences
      ? sentences.explainWatch(watch, problem, messages, duration)
      : { title: messages.state[problem], next: watch.isPolling ? '' : undefined }
    const text = { watch, explanation, messages, duration, LiveText }
    return <ErrorText {...props} {...text} forwardedRef={ref} />
  },
)
