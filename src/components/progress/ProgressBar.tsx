'use client'

import { useQueryClient } from '@tanstack/react-query'
import { forwardRef, useContext, useRef } from 'react'
import { estimateTimeLeft } from '../../core/estimateTimeLeft.js'
import { knownProgress } from '../../core/knownProgress.js'
import { smoothProgress } from '../../core/smoothProgress.js'
import { VideoTaskContext } from '../../hooks/VideoTaskContext.js'
import { assignRef } from '../assignRef.js'
import { classNames } from '../classNames.js'
import { useMessages } from '../messages/useMessages.js'
import { LiveText } from '../page/LiveText.js'
import { pageMemory } from '../page/pageMemory.js'
import { useFormats } from '../page/useFormats.js'
import { useTick } from '../page/useTick.js'
import { renderPart } from '../renderPart.js'
import { stateAttributes } from '../stateAttributes.js'
import { stateWords } from '../status/stateWords.js'
import { useWatchedTask } from '../useWatchedTask.js'
import { progressWords } from './progressWords.js'
import type { VideoTaskProgressProps } from './VideoTaskProgress.js'

/** The progress bar of the watch around it. */
export const ProgressBar = forwardRef<HTMLDivElement, Omit<VideoTaskProgressProps, 'taskId'>>(
  function ProgressBar({ className, variant = 'bar', render, ...props }, ref) {
    const watch = useWatchedTask()
    const { state, task } = watch
    const typical = useContext(VideoTaskContext)?.durations?.typical(task)
    const messages = useMessages({ ...progressWords, ...stateWords })
    const formats = useFormats()
    const { shown } = pageMemory(useQueryClient())
    const element = useRef<HTMLDivElement | null>(null)
    const known = knownProgress(task)
    const isLive = state === 'in_progress' && known !== undefined

    /** What is shown at a time: drawn on from the last news while they keep coming, and never less than before. */
    function shownAt(now: number): number | undefined {
      const drawn = isLive ? smoothProgress(task, { now, typical }) : known
      if (drawn === undefined || !task) return undefined
      const key = `${task.id} ${task.observed?.first_seen}`
      const highest = Math.max(drawn, shown.get(key) ?? 0)
      if (task.status === 'completed') shown.delete(key)
      else shown.set(key, highest)
      return highest
    }
    useTick((now) => {
      const value = shownAt(now)
      const style = element.current?.style
      if (value === undefined) style?.removeProperty('--video-task-progress')
      else style?.setProperty('--video-task-progress', value.toFixed(2))
    }, isLive)

    const text = known === undefined ? messages.state[state] : formats.percent(known)
    const timeLeft = (now: number) => {
      const left = state === 'in_progress' ? estimateTimeLeft(task, { now, typical }) : undefined
      return left ? messages.timeLeft(formats.range(left.min, left.max)) : ''
    }
    return renderPart(
      render,
      'div',
      {
        'aria-label': messages.progress,
        ...props,
        ...stateAttributes(watch),
        ref: (next: HTMLDivElement | null) => {
          element.current = next
          return assignRef(ref, next)
        },
        role: 'progressbar',
        'aria-valuemin': 0,
        'aria-valuemax': 100,
        'aria-valuenow': known,
        'aria-valuetext': text,
        className: classNames('video-task-progress', className),
        'data-variant': variant,
        'data-indeterminate': known === undefined ? '' : undefined,
        children: (
          <>
            <LiveText className="video-task-progress-time" isLive={state === 'in_progress'} read={timeLeft} />
            <span className="video-task-progress-track">
              <span className="video-task-progress-fill" />
            </span>
            <LiveText
              className="video-task-progress-value"
              isLive={isLive}
              read={(now) => (known === undefined ? text : formats.percent(shownAt(now) ?? known))}
            />
          </>
        ),
      },
      watch,
    )
  },
)
