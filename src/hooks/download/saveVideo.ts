import type { VideoContent } from '../../core/VideoContent.js'
import { saveBlob } from './saveBlob.js'

/** What is to be saved, and how. */
export interface SaveVideoOptions {
  open: () => Promise<VideoContent>
  /** The file's name, from what is known of it. */
  nameOf: (content: Pick<VideoContent, 'type' | 'fileName'>) => string
  signal: AbortSignal
  /** Called when it starts and with each piece that arrives; bytes. */
  onProgress: (loaded: number, total?: number) => void
}

/** The part of the File System Access API that is used, where the browser has it. */
interface PickerScope {
  location?: unknown
  showSaveFilePicker?: (options: { suggestedName: string }) => Promise<{
    createWritable: () => Promise<WritableStream<Uint8Array>>
    remove?: () => Promise<void>
  }>
}

/**
 * Saves a video straight to the disk where the browser lets a page do so, else through the memory. To be called within a
 * click, for which alone a picker opens.
 *
 * @returns whether it was saved; false where somebody closed the picker
 * @throws what `open` throws, or the signal's reason
 */
export async function saveVideo({ open, nameOf, signal, onProgress }: SaveVideoOptions): Promise<boolean> {
  const { showSaveFilePicker }: PickerScope = globalThis
  const file = await showSaveFilePicker?.({ suggestedName: nameOf({ type: 'video/mp4' }) }).catch(
    (error: unknown) => {
      if (error instanceof DOMException && error.name === 'AbortError') return null
      // Refused, as in a frame of another origin: that browser saves as those do which have no picker.
      return undefined
    },
  )
  if (file === null) return false
  try {
    onProgress(0)
    const content = await open()
    let loaded = 0
    const counter = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(chunk, controller) {
        loaded += chunk.byteLength
        onProgress(loaded, content.total)
        controller.enqueue(chunk)
      },
    })
    const counted = content.stream.pipeThrough(counter, { signal })
    if (file) await counted.pipeTo(await file.createWritable())
    else {
      const headers = { 'content-type': content.type }
      saveBlob(await new Response(counted, { headers }).blob(), nameOf(content))
    }
    return true
  } catch (error) {
    // The picker made an empty file; where it cannot be taken away, what went wrong before matters more.
    await file?.remove?.().catch(() => undefined)
    throw error
  }
}
