import { createListeners } from '../../core/createListeners.js'
import { openVideoContent } from '../../core/openVideoContent.js'
import type { VideoClient } from '../../core/VideoClient.js'
import type { VideoContent } from '../../core/VideoContent.js'
import { videoFileName } from '../../core/videoFileName.js'
import type { VideoTask } from '../../core/VideoTask.js'
import type { VideoTaskError } from '../../core/VideoTaskError.js'
import { toVideoTaskError } from '../../query/toVideoTaskError.js'
import { saveVideo } from './saveVideo.js'

/** Where a download stands. */
export interface DownloadState {
  phase: 'idle' | 'downloading' | 'saved' | 'failed'
  /** Bytes received. */
  loaded: number
  /** Bytes in all, where the server says so. */
  total: number | undefined
  /** Why the last download failed. */
  error: VideoTaskError | null
}

/** The download of one task's video. */
export interface Download {
  subscribe: (listener: () => void) => () => void
  current: () => DownloadState
  /** Starts, unless one is under way. */
  start: (fileName: string | undefined) => void
  /** Ends what is under way, and puts aside what became of the last one. */
  abort: () => void
}

/** What is told while bytes arrive lies at least this far apart, in ms. */
const TELL_EVERY = 250

const IDLE: DownloadState = { phase: 'idle', loaded: 0, total: undefined, error: null }

/** Makes the download of a task's video; `read` gives the task as the cache has it. */
export function createDownload(
  client: VideoClient,
  taskId: string | null | undefined,
  read: () => VideoTask | undefined,
): Download {
  const { subscribe, notify } = createListeners()
  let state = IDLE
  let running: AbortController | undefined

  function set(next: DownloadState) {
    state = next
    notify()
  }

  return {
    subscribe,
    current: () => state,
    start: (fileName) => {
      if (running || !taskId) return
      const own = (running = new AbortController())
      const task = read()
      const fallback = `${task?.model ?? ''} ${taskId}`
      let now: DownloadState = { ...IDLE, phase: 'downloading' }
      let timer: ReturnType<typeof setTimeout> | undefined
      const tell = () => {
        timer = undefined
        if (running === own) set(now)
      }
      const end = (last: Partial<DownloadState>) => {
        clearTimeout(timer)
        if (running !== own) return
        running = undefined
        set({ ...now, ...last })
      }
      const open = () => {
        tell()
        return openVideoContent(client, taskId, {
          signal: own.signal,
          onProgress: (progress) => {
            now = { ...now, ...progress }
            timer ??= setTimeout(tell, TELL_EVERY)
          },
        })
      }
      const nameOf = ({ fileName: proposed, type }: Pick<VideoContent, 'fileName' | 'type'>) =>
        videoFileName([proposed, fileName, task?.prompt, fallback], type)
      saveVideo(open, nameOf)
        .then(
          (isSaved) => end(isSaved ? { phase: 'saved' } : state),
          (error: unknown) => end({ phase: 'failed', error: toVideoTaskError(error) }),
        )
        // Whatever a failure has left of the connection.
        .finally(() => own.abort())
    },
    abort: () => {
      running?.abort()
      running = undefined
      if (state !== IDLE) set(IDLE)
    },
  }
}
