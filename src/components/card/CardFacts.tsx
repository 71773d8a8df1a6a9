'use client'

import type { ReactNode } from 'react'
import { LiveText } from '../LiveText.js'
import { problemOf, useFormats } from '../messages/formats.js'
import { isWaiting } from '../player/Well.js'
import { frameSize } from '../renderPart.js'
import { useWatchedTask } from '../useVideoTaskWatch.js'
import { ProgressTime, useProgressText } from '../VideoTaskProgress.js'
import { VideoTaskStatus } from '../VideoTaskStatus.js'
import { isTerminal } from '../../core/task/videoTask.js'

interface CardFactsProps {
  /** The app's own element in place of the state; null omits it. */
  status: ReactNode
  isCompact: boolean
  /** Whether the app has its own element in place of the progress bar, which says the state. */
  hasOwnProgress: boolean
  /** Whether the facts of a video that has ended say how long ago that was. */
  time: boolean
}

/** The line of facts under a card's title: its state, and what is known of the video. Renders a `<div>`. */
export function CardFacts({ status, isCompact, hasOwnProgress, time }: CardFactsProps) {
  const watch = useWatchedTask()
  const { state, task } = watch
  const { known, readPercent } = useProgressText()
  const { ago } = useFormats()
  const facts: ReactNode[] = []
  // Without a percentage, the bar in a full card says the state.
  const isInBar =
    !isCompact && !hasOwnProgress && known === undefined && isWaiting(watch) && !problemOf(watch)
  if (state === 'completed' || isInBar) {
    if (task?.size) {
      const { width, height } = frameSize(task.size)
      facts.push(<bdi dir="ltr">{`${width} × ${height}`}</bdi>)
    }
    if (task?.model) facts.push(task.model)
  } else if (known !== undefined && isWaiting(watch) && (isCompact || state !== 'in_progress')) {
    facts.push(<LiveText isLive={state === 'in_progress'} read={(now) => readPercent(now) ?? ''} />)
  }
  if (isCompact && (state === 'in_progress' || state === 'queued')) facts.push(<ProgressTime />)
  if (task && 'error' in task && task.error?.request_id) facts.push(<code>{task.error.request_id}</code>)
  const at = task && 'completed_at' in task ? task.completed_at : task?.created_at
  if (time && isTerminal(task) && at !== undefined) {
    const ms = at * 1_000
    facts.push(
      <time dateTime={new Date(ms).toISOString()}>
        <LiveText isLive read={(now) => ago(now - ms)} />
      </time>,
    )
  }
  // The state in a word, unless a fact, the bar or the well says it.
  const isFact = state === 'completed' || (isCompact && state === 'in_progress' && known !== undefined)
  const isInWell = isInBar || (!isCompact && state === 'deleted')
  const word =
    status === undefined && !isInWell && !(isFact && facts.length > 0) ? <VideoTaskStatus /> : status
  return (
    <div className="video-task-facts">
      {word}
      {facts.map((fact, index) => (
        // Of another state it is another fact, and so another element: none moves.
        <span key={state + index}>{fact}</span>
      ))}
    </div>
  )
}
