import type { VideoContent } from '../../core/content/videoContent.js'

/**
 * Saves a video to disk: streamed through the File System Access API where the browser has it, else through memory. Must be
 * called in a click, since browsers open a file picker only then.
 *
 * @param open opens the content; called once the user has chosen a file
 * @param read reads an opened video into memory
 * @param nameOf returns the file's name, from what is known of the content
 * @returns false when the user closed the file picker
 * @throws what `open` throws, or what its stream errors with
 */
export async function saveVideo(
  open: () => Promise<VideoContent>,
  read: (content: VideoContent) => Promise<Blob>,
  nameOf: (content: Pick<VideoContent, 'type' | 'fileName'>) => string,
): Promise<boolean> {
  const { showSaveFilePicker }: FilePickerScope = globalThis
  const suggestedName = nameOf({ type: 'video/mp4' })
  const file = await showSaveFilePicker?.({ suggestedName }).catch(handlePickerError)
  if (file === null) return false
  try {
    const content = await open()
    if (file) await content.stream.pipeTo(await file.createWritable())
    else saveBlob(await read(content), nameOf(content))
    return true
  } catch (error) {
    // Remove the empty file that the picker made. The download's error matters more than a failure to remove it.
    await file?.remove?.().catch(() => undefined)
    throw error
  }
}

/** The part of the File System Access API that is used. Not in every browser. */
interface FilePickerScope {
  location?: unknown
  showSaveFilePicker?: (options: { suggestedName: string }) => Promise<{
    createWritable: () => Promise<WritableStream<Uint8Array>>
    remove?: () => Promise<void>
  }>
}

/** Returns null when the user closed the picker, undefined when the browser refused it, as in a cross-origin frame. */
const handlePickerError = (error: unknown) =>
  error instanceof DOMException && error.name === 'AbortError' ? null : undefined

/** How long the browser may take to start reading the bytes, in ms. */
const REVOKE_DELAY_MS = 30_000

/** Saves bytes as a download of the browser. */
function saveBlob(blob: Blob, fileName: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = fileName
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), REVOKE_DELAY_MS)
}
