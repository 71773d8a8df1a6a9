'use client'

import { forwardRef, type HTMLAttributes } from 'react'
import { classNames, type PartRender, renderPart, stateAttributes } from './renderPart.js'
import { stateWords } from './messages/englishWords.js'
import { stateWord, useMessages } from './messages/formats.js'
import { useWatchedTask } from './useVideoTaskWatch.js'

/** Props of `VideoTaskStatus`: its own, and every attribute of a `<p>`. */
export interface VideoTaskStatusProps extends HTMLAttributes<HTMLElement> {
  /** The app's own element instead of the `<p>`. */
  render?: PartRender | undefined
}

/**
 * Shows the state of the watch around it in a word. Renders a `<p>` with `data-status`; children replace the word.
 *
 * @example
 * ```tsx
 * import { VideoTaskRoot, VideoTaskStatus } from 'react-video-task/components'
 *
 * export const Status = ({ taskId }: { taskId: string }) => (
 *   <VideoTaskRoot taskId={taskId}>
 *     <VideoTaskStatus render={<strong />} />
 *   </VideoTaskRoot>
 * )
 * ```
 */
export const VideoTaskStatus = forwardRef<HTMLElement, VideoTaskStatusProps>(function VideoTaskStatus(
  { render, className, children, ...props },
  ref,
) {
  const watch = useWatchedTask()
  const { state } = useMessages(stateWords)
  return renderPart(
    render,
    'p',
    {
      ...props,
      ...stateAttributes(watch),
      className: classNames('video-task-status', className),
      ref,
      children: children ?? stateWord(state, watch),
    },
    watch,
  )
})
