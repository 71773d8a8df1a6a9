import type { VideoClient } from '../../core/client/VideoClient.js'
import { videoFileName } from '../../core/content/fileName.js'
import { videoDataOf } from '../../core/content/playableUrls.js'
import { type openVideoContent, readContent, type VideoContent } from '../../core/content/videoContent.js'
import { decodeVideoData } from '../../core/content/videoData.js'
import type { toVideoTaskError, VideoTaskError } from '../../core/errors/VideoTaskError.js'
import { createListeners } from '../../core/listeners.js'
import type { VideoTask } from '../../core/task/videoTask.js'
import { saveVideo } from './saveVideo.js'

/** State of a download. */
export interface DownloadState {
  phase: 'idle' | 'downloading' | 'saved' | 'failed'
  /** Bytes received. */
  loaded: number
  /** Size in bytes; undefined where the server does not send it. */
  total: number | undefined
  /** Why the last download failed; null otherwise. */
  error: VideoTaskError | null
}

/** What a download needs of the page: a copy of the error classes would not be theirs. */
export interface DownloadTools {
  openVideoContent: typeof openVideoContent
  toVideoTaskError: typeof toVideoTaskError
}

/** The download of one task's video. */
export interface VideoDownload {
  subscribe: (listener: () => void) => () => void
  current: () => DownloadState
  /** Starts the download, unless it is running. */
  start: (fileName: string | undefined) => void
  /** Aborts a running download and resets the state. */
  abort: () => void
}

/** Shortest time between two updates of the progress, in ms. */
const PROGRESS_INTERVAL_MS = 250

/** State of a download that was not started. */
const IDLE: DownloadState = { phase: 'idle', loaded: 0, total: undefined, error: null }

/**
 * Creates the download of a task's video, and its state.
 *
 * @param readTask returns the task in the cache, for the file's name
 */
export function createVideoDownload(
  tools: DownloadTools,
  client: VideoClient,
  taskId: string | null | undefined,
  readTask: () => VideoTask | undefined,
): VideoDownload {
  const { subscribe, current: listeners } = createListeners()
  let state = IDLE
  let running: AbortController | undefined

  function setState(next: DownloadState) {
    state = next
    listeners().forEach((listener) => listener())
  }

  function start(fileName: string | undefined) {
    if (running || !taskId) return
    const controller = (running = new AbortController())
    const before = state
    const task = readTask()
    let progress: DownloadState = { ...IDLE, phase: 'downloading' }
    let timer: ReturnType<typeof setTimeout> | undefined

    const showProgress = () => {
      timer = undefined
      if (running === controller) setState(progress)
    }
    const finish = (last: Partial<DownloadState>) => {
      clearTimeout(timer)
      if (running !== controller) return
      running = undefined
      setState({ ...progress, ...last })
    }
    const open = async (): Promise<VideoContent> => {
      showProgress()
      const data = videoDataOf(task)
      const video = data && decodeVideoData(data)
      if (video) {
        progress = { ...progress, loaded: video.size, total: video.size }
        return { stream: video.stream(), type: video.type, total: video.size }
      }
      return tools.openVideoContent(client, taskId, {
        signal: controller.signal,
        onProgress: (received) => {
          progress = { ...progress, ...received }
          timer ??= setTimeout(showProgress, PROGRESS_INTERVAL_MS)
        },
      })
    }
    const nameOf = ({ fileName: proposed, type }: Pick<VideoContent, 'fileName' | 'type'>) =>
      videoFileName([proposed, fileName, task?.prompt, `${task?.model ?? ''} ${taskId}`], type)

    saveVideo(open, readContent, nameOf)
      .then(
        (isSaved) => finish(isSaved ? { phase: 'saved' } : before),
        (error: unknown) => finish({ phase: 'failed', error: tools.toVideoTaskError(error) }),
      )
      // A failure may leave the connection open.
      .finally(() => controller.abort())
  }

  return {
    subscribe,
    current: () => state,
    start,
    abort: () => {
      running?.abort()
      running = undefined
      if (state !== IDLE) setState(IDLE)
    },
  }
}
