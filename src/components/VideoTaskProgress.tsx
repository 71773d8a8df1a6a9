'use client'

import { useQueryClient } from '@tanstack/react-query'
import { forwardRef, type HTMLAttributes, type Ref, useCallback, useContext, useRef } from 'react'
import { assignRef, classNames, type PartRender, renderPart, stateAttributes } from './renderPart.js'
import { LiveText, setText, useTick } from './LiveText.js'
import { stateWords, timeWords, titleWords } from './messages/englishWords.js'
import { stateWord, useFormats, useMessages } from './messages/formats.js'
import { useWatchedTask, WatchProvider } from './useVideoTaskWatch.js'
import { estimateTimeLeft } from '../core/polling/predictEnd.js'
import { knownProgress, smoothProgress } from '../core/polling/progress.js'
import { VideoTaskContext } from '../hooks/VideoTaskProvider.js'
import { perQueryClient } from '../query/perQueryClient.js'

/** Props of `VideoTaskProgress`: its own, and every attribute of a `<div>`. */
export interface VideoTaskProgressProps extends Omit<HTMLAttributes<HTMLDivElement>, 'children' | 'role'> {
  /** The task to watch; null while there is none yet. @default the task of the `VideoTaskRoot` around it */
  taskId?: string | null | undefined
  /** A bar, or a ring with the percentage inside. @default 'bar' */
  variant?: 'bar' | 'ring' | undefined
  /** The app's own element instead of the `<div>`; it gets the ARIA attributes of a progress bar. */
  render?: PartRender | undefined
}

/**
 * Shows the progress of a task. Renders a `<div role="progressbar">` with `data-status` (the watch's state) and
 * `data-variant`; `data-indeterminate` until the server reports a percentage, and the property `--video-task-progress` (0
 * to 100) from then on. Between polls the property moves towards the predicted end, without a render and while the bar is
 * in view; it never decreases, and is 100 only once the task is completed. `data-jump` after a step that is large enough to
 * ease. Its name is the video's title; the ARIA attributes have the
 * reported percentage, and the value text also the time left. Shows the time
 * waited in the queue, then the estimated time left where the estimate is reliable. Announces nothing to screen readers: `VideoTaskRoot`, card and list do.
 *
 * @throws {VideoTaskError} code `missing_provider` without a client
 * @example
 * ```tsx
 * import { VideoTaskProgress } from 'react-video-task/components'
 *
 * export const Progress = ({ taskId }: { taskId: string }) => <VideoTaskProgress taskId={taskId} variant="ring" />
 * ```
 */
export const VideoTaskProgress = forwardRef<HTMLDivElement, VideoTaskProgressProps>(
  function VideoTaskProgress({ taskId, ...props }, ref) {
    const bar = <ProgressBar {...props} ref={ref} />
    return taskId === undefined ? bar : <WatchProvider taskId={taskId}>{bar}</WatchProvider>
  },
)

/** The progress bar of the watch around it. */
const ProgressBar = forwardRef<HTMLDivElement, Omit<VideoTaskProgressProps, 'taskId'>>(function ProgressBar(
  { className, variant = 'bar', render, ...props },
  ref,
) {
  const watch = useWatchedTask()
  const { untitled } = useMessages(titleWords)
  const progress = useProgressText()
  const { known, text } = progress
  return renderPart(
    render,
    'div',
    {
      'aria-label': watch.title ?? untitled,
      ...props,
      ...stateAttributes(watch),
      ref: useLiveBar(ref, variant, progress),
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
          <span className="video-task-progress-time" />
          <span className="video-task-progress-track">
            <span className="video-task-progress-fill" />
          </span>
          <span className="video-task-progress-value" />
        </>
      ),
    },
    watch,
  )
})

/** Returns the ref of a bar that follows the watched task by the clock, with its texts and without a render. */
function useLiveBar(
  ref: Ref<HTMLDivElement>,
  variant: VideoTaskProgressProps['variant'],
  { text, shownAt, readPercent }: ReturnType<typeof useProgressText>,
) {
  const element = useRef<HTMLDivElement | null>(null)
  const { state } = useWatchedTask()
  const { parts } = useFormats()
  const readTime = useTimeText()
  const isRunning = state === 'in_progress'
  useTick(
    (now, width) => {
      const bar = element.current
      if (!bar) return
      const time = readTime(now)
      setText(bar.querySelector('.video-task-progress-time'), time)
      setText(bar.querySelector('.video-task-progress-value'), readPercent(now) ?? text)
      const value = isRunning && time ? parts([text, time]) : text
      if (bar.getAttribute('aria-valuetext') !== value) bar.setAttribute('aria-valuetext', value)
      // A ring is about three times as long as it is wide.
      moveProgress(bar, shownAt(now), variant === 'ring' ? 3 * width : width, isRunning)
    },
    isRunning || state === 'queued',
    () => element.current,
  )
  return useCallback(
    (next: HTMLDivElement | null) => {
      element.current = next
      return assignRef(ref, next)
    },
    [ref],
  )
}

/**
 * Moves a bar to a percentage: not at all by less than a pixel, and marked as a jump where it is to ease. Each moment of an
 * easing is a frame to draw, while the steps of a clock are one frame a second.
 *
 * @param length of the bar in CSS pixels; 0 while it is out of view, where nothing eases
 * @param isLive whether further steps follow
 */
export function moveProgress(
  bar: HTMLElement,
  value: number | undefined,
  length: number,
  isLive: boolean,
): void {
  const { style } = bar
  if (value === undefined) return void style.removeProperty(PROGRESS)
  const before = style.getPropertyValue(PROGRESS)
  const step = Math.abs(value - Number(before))
  if (isLive && before && length && step * length < 100) return
  bar.toggleAttribute(
    JUMP,
    length > 0 &&
      // The end of an easing is left to it. jsdom has none.
      (step >= MIN_JUMP || (bar.hasAttribute(JUMP) && !!bar.getAnimations?.({ subtree: true }).length)),
  )
  style.setProperty(PROGRESS, value.toFixed(2))
}

const PROGRESS = '--video-task-progress'
const JUMP = 'data-jump'
/** Percent that ease. The steps of a clock are mostly smaller. */
const MIN_JUMP = 3

/** The time waited in the queue, then the time left where it can be estimated. Renders a `<span>`. */
export function ProgressTime() {
  const { state } = useWatchedTask()
  return <LiveText isLive={state === 'in_progress' || state === 'queued'} read={useTimeText()} />
}

/** Returns what reads the time waited in the queue, or the time left; empty where neither is known. */
function useTimeText() {
  const { state, task } = useWatchedTask()
  const typical = useContext(VideoTaskContext)?.durations?.typical(task)
  const words = useMessages(timeWords)
  const { duration, timeLeft } = useFormats()
  return (now: number) => {
    if (state === 'queued') return words.waiting(duration(now - (task?.observed?.first_seen ?? now)))
    const left = state === 'in_progress' ? estimateTimeLeft(task, { now, typical }) : undefined
    return left ? timeLeft(left, words) : ''
  }
}

/** The percentage of the watched task, as reported and as shown between polls, in numbers and words. */
export function useProgressText() {
  const watch = useWatchedTask()
  const { state, task } = watch
  const typical = useContext(VideoTaskContext)?.durations?.typical(task)
  const messages = useMessages(stateWords)
  const { percent } = useFormats()
  const shownProgress = shownProgressOf(useQueryClient())
  const known = knownProgress(task)

  /** The percentage shown at a time: extrapolated while polls succeed, and never less than one shown before. */
  function shownAt(now: number): number | undefined {
    const current = state === 'in_progress' ? smoothProgress(task, { now, typical }) : known
    if (current === undefined || !task) return undefined
    const key = `${task.id} ${task.observed?.first_seen}`
    const highest = Math.max(current, shownProgress.get(key) ?? 0)
    if (task.status === 'completed') shownProgress.delete(key)
    else shownProgress.set(key, highest)
    return highest
  }
  return {
    known,
    /** The reported percentage, or the state in a word. */
    text: known === undefined ? stateWord(messages.state, watch) : percent(known),
    shownAt,
    readPercent: (now: number) => (known === undefined ? undefined : percent(shownAt(now) ?? known)),
  }
}

/** The highest percentage shown of each running task, so that a bar mounted later does not start below it. */
const shownProgressOf = perQueryClient(() => new Map<string, number>())
