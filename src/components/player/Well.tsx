'use client'

import type { HTMLAttributes } from 'react'
import { stateAttributes } from '../renderPart.js'
import { useWatchedTask, type WatchedTask } from '../useVideoTaskWatch.js'
import { isTerminal } from '../../core/task/videoTask.js'

/** The frame in which a video and its state are shown, on a field of colour of its own. Renders a `<div>`. */
export function Well(props: HTMLAttributes<HTMLDivElement>) {
  const watch = useWatchedTask()
  const hue = hueOf(watch.title ?? watch.taskId ?? '')
  return (
    <div
      {...props}
      {...stateAttributes(watch)}
      // Through the style object: a strict Content-Security-Policy drops `style` attributes.
      ref={(well) => void well?.style.setProperty('--video-task-hue', `${hue}`)}
    />
  )
}

/** Whether a watched task is expected to make progress. */
export const isWaiting = ({ task, state }: WatchedTask) =>
  state !== 'deleted' && state !== 'idle' && !isTerminal(task)

/** The hue of a field, in degrees: the same for the same text, so that waiting videos look unlike. */
function hueOf(text: string): number {
  let hash = 0
  for (let index = 0; index < text.length; index++) hash = (hash * 31 + text.charCodeAt(index)) % 360
  return hash
}
