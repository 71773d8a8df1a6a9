import { readContent } from '../../core/readContent.js'
import type { VideoContent } from '../../core/VideoContent.js'
import { saveBlob } from './saveBlob.js'

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
export async function saveVideo(
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
