'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react'
import type { VideoTask } from '../../core/task/videoTask.js'
import { createDownload, type DownloadState } from './download.js'
import { useVideoTaskContext, type VideoTaskContextValue } from '../VideoTaskProvider.js'
import { videoTaskKeys } from '../../query/videoTaskKeys.js'

/** What outweighs the provider, and what the file is called. */
export interface UseVideoTaskDownloadOptions extends Partial<
  Pick<VideoTaskContextValue, 'client' | 'scope'>
> {
  /**
   * What the file is called, with or without extension. As with any download, the server's `Content-Disposition` outweighs
   * it; in a picker, whoever saves decides. @default the task's prompt, else its model and id
   */
  fileName?: string | undefined
}

/** A download in the page: where it stands, and what can be done with it. */
export interface VideoTaskDownloadResult extends DownloadState {
  /** Starts it, unless it is under way. To be called within a click: a browser opens its picker for nothing else. */
  download: () => void
  /** Ends what is under way, and puts aside what became of the last one. */
  abort: () => void
}

/**
 * Downloads a finished video in the page: through the client and so with its headers; straight to the disk where the browser
 * has a picker for that (`showSaveFilePicker`), else through the memory. Closing the picker is no failure. Unmounting, or
 * another id, ends it. Renders at most four times a second while bytes arrive.
 *
 * @throws {VideoTaskError} code `missing_provider` without a client
 */
export function useVideoTaskDownload(
  taskId: string | null | undefined,
  { fileName, ...explicit }: UseVideoTaskDownloadOptions = {},
): VideoTaskDownloadResult {
  const { client, scope } = useVideoTaskContext(explicit)
  const queryClient = useQueryClient()
  const { subscribe, current, start, abort } = useMemo(() => {
    const queryKey = videoTaskKeys.detail(taskId ?? null, scope)
    return createDownload(client, taskId, () => queryClient.getQueryData<VideoTask>(queryKey))
  }, [client, taskId, scope, queryClient])
  const state = useSyncExternalStore(subscribe, current, current)
  useEffect(() => abort, [abort])
  const download = useCallback(() => start(fileName), [start, fileName])
  return { ...state, download, abort }
}
