'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react'
import { openVideoContent } from '../../core/content/videoContent.js'
import { toVideoTaskError } from '../../core/errors/VideoTaskError.js'
import type { VideoTask } from '../../core/task/videoTask.js'
import { detailKey } from '../../query/videoTaskKeys.js'
import { useVideoTaskContext, type VideoTaskContextValue } from '../VideoTaskProvider.js'
import { createVideoDownload, type DownloadState } from './videoDownload.js'

/** Options of `useVideoTaskDownload`. `client` and `scope` override the provider's. */
export interface UseVideoTaskDownloadOptions extends Partial<
  Pick<VideoTaskContextValue, 'client' | 'scope'>
> {
  /**
   * Name of the file, with or without extension. The server's `Content-Disposition` overrides it, and so does the user in a
   * file picker. @default the task's prompt, else its model and id
   */
  fileName?: string | undefined
}

/** State of a download, and the actions on it. */
export interface VideoTaskDownloadResult extends DownloadState {
  /** Starts the download, unless it is running. Must be called in a click, since browsers open a file picker only then. */
  download: () => void
  /** Aborts a running download and resets the state. */
  abort: () => void
}

/**
 * Downloads a completed video in the page, through the client and so with its headers: straight to disk where the browser
 * has `showSaveFilePicker`, else through memory. Closing the file picker is not a failure. Unmounting or another id aborts
 * it. Renders at most four times a second.
 *
 * @throws {VideoTaskError} code `missing_provider` without a client
 * @example
 * ```tsx
 * import { useVideoTaskDownload } from 'react-video-task'
 *
 * export function SaveButton({ id }: { id: string }) {
 *   const { phase, download } = useVideoTaskDownload(id, { fileName: 'fox.mp4' })
 *   return <button onClick={download}>{phase === 'downloading' ? 'Saving' : 'Save'}</button>
 * }
 * ```
 */
export function useVideoTaskDownload(
  taskId: string | null | undefined,
  { fileName, ...explicit }: UseVideoTaskDownloadOptions = {},
): VideoTaskDownloadResult {
  const { client, scope } = useVideoTaskContext(explicit)
  const queryClient = useQueryClient()
  const { subscribe, current, start, abort } = useMemo(() => {
    const queryKey = detailKey(taskId ?? null, scope)
    return createVideoDownload({ openVideoContent, toVideoTaskError }, client, taskId, () =>
      queryClient.getQueryData<VideoTask>(queryKey),
    )
  }, [client, taskId, scope, queryClient])
  const state = useSyncExternalStore(subscribe, current, current)
  useEffect(() => abort, [abort])
  const download = useCallback(() => start(fileName), [start, fileName])
  return { ...state, download, abort }
}
