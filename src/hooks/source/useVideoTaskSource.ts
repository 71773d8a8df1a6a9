'use client'

import type { RefCallback } from 'react'
import type { VideoTaskSourcePreference } from '../../core/wire/videoUrl.js'
import { contentUrlOf } from './contentUrl.js'
import { useMediaSource } from './useMediaSource.js'
import { useVideoTask, type UseVideoTaskOptions } from '../useVideoTask.js'
import { useVideoTaskContext } from '../VideoTaskProvider.js'

/** What outweighs the provider, and which address is played first. */
export interface UseVideoTaskSourceOptions extends UseVideoTaskOptions {
  /** The video's own temporary address, or the content route of the API or proxy. @default 'url' */
  source?: VideoTaskSourcePreference | undefined
}

/** What any player needs to play a task. */
export interface VideoTaskSource {
  /** The address to play now; undefined until the task is completed, and once nothing plays any more. */
  src: string | undefined
  /** Whether there is something to play: not yet, yes, a fresh address is being asked for, not any more. */
  phase: 'waiting' | 'ready' | 'refreshing' | 'expired'
  /**
   * The ref of the `<video>`, or of an element that behaves like one: errors then lead to another address, and place, rate,
   * volume, muted and paused survive the swap.
   */
  ref: RefCallback<HTMLMediaElement>
  /** For players that give out no element: call it when the address does not play. */
  onError: () => void
}

/**
 * Something that plays of a task, for any player: its own address or the content route. When the address breaks, the task
 * is asked once for a fresh one, then the other address is tried, then `phase` is `expired` until `resumeVideoTask` is
 * called. Known expiries are met before they hit, while nothing plays.
 *
 * @throws {VideoTaskError} code `missing_provider` without a client
 */
export function useVideoTaskSource(
  taskId: string | null | undefined,
  { source, ...options }: UseVideoTaskSourceOptions = {},
): VideoTaskSource {
  const { client, scope } = useVideoTaskContext(options)
  const { data: task } = useVideoTask(taskId, options)
  const contentUrl = contentUrlOf(client, taskId, task)
  const { src, phase, attach, fail } = useMediaSource({ id: taskId, task, contentUrl, scope, source })
  return { src, phase, ref: attach, onError: fail }
}
