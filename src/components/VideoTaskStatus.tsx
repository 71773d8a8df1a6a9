'use client'

import { forwardRef, type HTMLAttributes } from 'react'
import { useMessages } from './messages/useMessages.js'
import { stateWords } from './messages/words.js'
import { classNames, type PartRender, renderPart, stateAttributes } from './part.js'
import { useWatchedTask } from './watch.js'

/** Props of `VideoTaskStatus`: its own, and every attribute of a `<p>`. */
export interface VideoTaskStatusProps extends HTMLAttributes<HTMLElement> {
  /** The app's own element instead of the `<p>`. */
  render?: PartRender | undefined
}

/** Where the watch around it stands, in a word. Renders a `<p>` with `data-status`. */
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
      children: children ?? state[watch.state],
    },
    watch,
  )
})
