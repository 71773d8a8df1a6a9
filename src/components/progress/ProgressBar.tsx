'use client'

import { forwardRef, type HTMLAttributes } from 'react'
import { messages } from '../messages.js'
import { useStyleProperty } from '../useStyleProperty.js'
import { useWatch } from '../useWatch.js'
import { shownProgress } from './shownProgress.js'

/** The progress bar of the watch around it. */
export const ProgressBar = forwardRef<HTMLDivElement, HTMLAttributes<HTMLDivElement>>(function ProgressBar(
  { className, ...props },
  ref,
) {
  const { state, task, isPolling } = useWatch()
  const progress = shownProgress(task)
  const text = progress === undefined ? messages.state[state] : formatPercent(progress)
  const styleRef = useStyleProperty('--video-task-progress', progress, ref)
  return (
    <div
      aria-label={messages.progress}
      {...props}
      ref={styleRef}
      role="progressbar"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={progress}
      aria-valuetext={text}
      className={className ? `video-task-progress ${className}` : 'video-task-progress'}
      data-status={state}
      data-retrying={state === 'unreachable' && isPolling ? '' : undefined}
      data-indeterminate={progress === undefined ? '' : undefined}
    >
      <span className="video-task-progress-track">
        <span className="video-task-progress-fill" />
      </span>
      <span className="video-task-progress-value">{text}</span>
    </div>
  )
})

function formatPercent(progress: number): string {
  return new Intl.NumberFormat('en', { style: 'percent' }).format(progress / 100)
}
