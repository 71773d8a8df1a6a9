import { openVideoContent, readContent, type VideoContent } from '../../core/content/videoContent.js'
import { videoFileName } from '../../core/content/fileName.js'
import type { VideoClient } from '../../core/client/VideoClient.js'
import { toVideoTaskError, type VideoTaskError } from '../../core/errors/VideoTaskError.js'
import { createListeners } from '../../core/listeners.js'
import type { VideoTask } from '../../core/task/videoTask.js'

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
interface Download {
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
  const { subscribe, current: listeners } = createListeners()
  let state = IDLE
  let running: AbortController | undefined

  function set(next: DownloadState) {
    state = next
    listeners().forEach((listener) => listener())
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

/** The part of the File System Access API that is used, where the browser has it. */
interface PickerScope {
  location?: unknown
  showSaveFilePicker?: (options: { suggestedName: string }) => Promise<{
    createWritable: () => Promise<WritableStream<Uint8Array>>
    remove?: () => Promise<void>
  }>
}

/** A closed picker is null, and undefined one that was refused, as in a frame of another origin: there the memory will do. */
const readRefusal = (error: unknown) =>
  error instanceof DOMException && error.name === 'AbortError' ? null : undefined

/**
 * Saves a video straight to the disk where the browser lets a page do so, else through the memory. To be called within a
 * click, for which alone a picker opens.
 *
 * @param open called once it is clear where to
 * @param nameOf the file's name, from what is known of it
 * @returns whether it was saved; false where somebody closed the picker
 * @throws what `open` throws, or what its stream errors with
 */
async function saveVideo(
  open: () => Promise<VideoContent>,
  nameOf: (content: Pick<VideoContent, 'type' | 'fileName'>) => string,
): Promise<boolean> {
  const { showSaveFilePicker }: PickerScope = globalThis
  const suggestedName = nameOf({ type: 'video/mp4' })
  const file = await showSaveFilePicker?.({ suggestedName }).catch(readRefusal)
  if (file === null) return false
  try {
    const content = await open()
    if (file) await content.stream.pipeTo(await file.createWritable())
    else saveBlob(await readContent(content), nameOf(content))
    return true
  } catch (error) {
    // The picker made an empty file; where it cannot be taken away, what went wrong before matters more.
    await file?.remove?.().catch(() => undefined)
    throw error
  }
}

/** How long a browser may take to begin reading what it shall save, in ms. */
const READ_WITHIN = 30_000

/** Hands bytes to the browser's own downloads. */
function saveBlob(blob: Blob, fileName: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = fileName
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), READ_WITHIN)
}
