'use client'

import { useCallback, useRef, useState } from 'react'
import type { UploadProgress } from '../../core/client/fetchWithUploadProgress.js'
import type { CreateRequestOptions } from '../../core/client/VideoClient.js'
import { VideoTaskError } from '../../core/errors/VideoTaskError.js'

/** The upload of a create. */
export interface VideoUpload {
  /** How much of the last create has been sent; undefined before its first progress, and where the client cannot tell. */
  progress: UploadProgress | undefined
  /**
   * Cancels the upload, which then fails with code `upload_cancelled`. Undefined once all bytes are sent: from then on the
   * video may be made and billed.
   */
  cancel: (() => void) | undefined
  /** Option of `useCreateVideoTask` that connects the two. */
  requestOptions: () => CreateRequestOptions
}

/**
 * Follows the upload of a create, for a client with `upload`. Whether a create is pending says the mutation: the progress
 * stays as it was at the end.
 *
 * @example
 * ```tsx
 * import { useCreateVideoTask, useVideoUpload } from 'react-video-task'
 *
 * export function Upload({ picture }: { picture: File }) {
 *   const { progress, cancel, requestOptions } = useVideoUpload()
 *   const { mutate, isPending } = useCreateVideoTask({ requestOptions })
 *   const create = () => mutate({ model: 'sora-2', prompt: 'It snows', input_reference: picture })
 *   return (
 *     <>
 *       <button onClick={create}>Create</button>
 *       {isPending && progress && <progress value={progress.loaded} max={progress.total} />}
 *       {isPending && cancel && <button onClick={cancel}>Cancel</button>}
 *     </>
 *   )
 * }
 * ```
 */
export function useVideoUpload(): VideoUpload {
  const [progress, setProgress] = useState<UploadProgress>()
  const controller = useRef<AbortController>(undefined)
  const requestOptions = useCallback(() => {
    controller.current = new AbortController()
    setProgress(undefined)
    return { signal: controller.current.signal, onUploadProgress: setProgress }
  }, [])
  const cancel = useCallback(() => {
    controller.current?.abort(new VideoTaskError('The upload was cancelled.', { code: 'upload_cancelled' }))
  }, [])
  const isSending = progress && progress.loaded < progress.total
  return { progress, cancel: isSending ? cancel : undefined, requestOptions }
}
