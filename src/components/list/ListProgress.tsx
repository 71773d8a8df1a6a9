'use client'

import { summarizeVideoTasks } from '../../core/summarizeVideoTasks.js'
import { useVideoTasks } from '../../hooks/useVideoTasks.js'
import { useMessages } from '../messages/useMessages.js'
import { useFormats } from '../page/useFormats.js'
import { useStyleProperty } from '../useStyleProperty.js'
import { listWords } from './listWords.js'

/** The bar over all tasks of a list, a `<div role="progressbar">`; watches them all. */
export function ListProgress({ taskIds }: { taskIds: readonly string[] }) {
  const { total, settled, progress } = summarizeVideoTasks(useVideoTasks(taskIds))
  const { list, settled: words } = useMessages(listWords)
  const formats = useFormats()
  const styleRef = useStyleProperty<HTMLDivElement>('--video-task-progress', progress, null)
  if (total === 0) return null
  const text = words(formats.number(settled), formats.number(total))
  return (
    <div
      className="video-task-progress"
      ref={styleRef}
      role="progressbar"
      aria-label={list}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={progress}
      aria-valuetext={text}
      data-status={settled === total ? 'completed' : 'in_progress'}
    >
      <span className="video-task-progress-track">
        <span className="video-task-progress-fill" />
      </span>
      <span className="video-task-progress-value">{text}</span>
    </div>
  )
}
