'use client'

import type { RefCallback } from 'react'
import { contentUrlOf, type VideoTaskSourcePreference } from '../../core/content/playableUrls.js'
import { useVideoTask, type UseVideoTaskOptions } from '../useVideoTask.js'
import { useVideoTaskContext } from '../VideoTaskProvider.js'
import { usePlayback } from './usePlayback.js'

/** Options of `useVideoTaskSource`: overrides of the provider's settings, and the preferred source. */
export interface UseVideoTaskSourceOptions extends UseVideoTaskOptions {
  /** Source tried first: the task's temporary `video_url`, or the content route of the API or proxy. @default 'url' */
  source?: VideoTaskSourcePreference | undefined
}

/** What a player needs to play a task. */
export interface VideoTaskSource {
  /** The URL to play; undefined until the task is completed, and once no URL plays any more. */
  src: string | undefined
  /**
   * - `waiting`: the task is not completed
   * - `ready`: there is a URL to play
   * - `refreshing`: the URL broke and a fresh one is being fetched
   * - `expired`: no URL plays any more
   */
  phase: 'waiting' | 'ready' | 'refreshing' | 'expired'
  /**
   * Ref of the `<video>`, or of an element that behaves like one. An error then leads to another URL, and position, rate,
   * volume, muted and paused are kept.
   */
  ref: RefCallback<HTMLMediaElement>
  /**
   * `src` and `ref` as props: `<video {...source.video} controls />`. The lint rules of React Compiler take every result of
   * which `ref={result.ref}` is passed on for a ref, and report its other fields.
   */
  video: Pick<VideoTaskSource, 'src' | 'ref'>
  /** For players that expose no element: to be called when the URL does not play. */
  onError: () => void
}

/**
 * Polls a task and returns a URL to play, for any player. When the URL breaks, the task is polled once for a fresh one, then
 * the other source is tried, then `phase` is `expired` until `resumeVideoTask`. A URL whose expiry is known is refreshed
 * before, while playback is paused.
 *
 * @throws {VideoTaskError} code `missing_provider` without a client
 * @example
 * ```tsx
 * import { useVideoTaskSource } from 'react-video-task'
 *
 * export function Player({ id }: { id: string }) {
 *   const { src, ref, phase } = useVideoTaskSource(id)
 *   return phase === 'expired' ? <p>The video has expired.</p> : <video src={src} ref={ref} controls />
 * }
 * ```
 */
export function useVideoTaskSource(
  taskId: string | null | undefined,
  { source, ...options }: UseVideoTaskSourceOptions = {},
): VideoTaskSource {
  const { client, scope } = useVideoTaskContext(options)
  const { data: task } = useVideoTask(taskId, options)
  const contentUrl = contentUrlOf(client, taskId, task)
  const { src, phase, attach, handleError } = usePlayback({ taskId, task, contentUrl, scope, source })
  const video = { src, ref: attach }
  return { ...video, phase, video, onError: handleError }
}
