/**
 * Reads the media type of a picture from the first bytes of its file, whatever its name and type say.
 *
 * @returns undefined for anything but a picture
 * @throws where the file cannot be read: it has been removed, or is a folder
 * @see https://mimesniff.spec.whatwg.org/#matching-an-image-type-pattern
 */
export async function readImageType(file: Blob): Promise<string | undefined> {
  const bytes = await readBytes(file, 0, SIGNATURE_BYTES)
  const start = String.fromCharCode(...bytes)
  return SIGNATURES.find(([, pattern]) => pattern.test(start))?.[0]
}

/** How many bytes of the start tell the type. */
const SIGNATURE_BYTES = 32

/** How files of each type begin, as characters of one byte. */
const SIGNATURES: readonly (readonly [type: string, pattern: RegExp])[] = [
  ['image/png', /^\x89PNG\r\n/],
  ['image/jpeg', /^\xff\xd8\xff/],
  ['image/webp', /^RIFF[^]{4}WEBPVP/],
  ['image/gif', /^GIF8[79]a/],
  // ISO/IEC 23008-12: the brand, or one of the first compatible ones.
  ['image/avif', /^[^]{4}ftyp[^]{0,16}avi[fs]/],
  ['image/heic', /^[^]{4}ftyp[^]{0,16}(?:hei[cfmsx]|hev[cmsx]|mif1|msf1)/],
  ['image/bmp', /^BM[^]{4}\0\0\0\0/],
  ['image/tiff', /^(?:II\*\0|MM\0\*)/],
]

/**
 * Reads the frame size of a picture as it is shown, `WIDTHxHEIGHT` in pixels.
 *
 * @returns undefined where the page cannot decode it, as a server and jsdom cannot
 */
export async function readFrameSize(file: Blob): Promise<string | undefined> {
  if (!('createImageBitmap' in globalThis)) return undefined
  const bitmap = await createImageBitmap(file).catch(() => undefined)
  const size = bitmap && `${bitmap.width}x${bitmap.height}`
  // Its pixels stay in memory until then: 80 MB for a picture of 20 megapixels.
  bitmap?.close()
  return size
}

/** The file under the type of its bytes, and a name that fits this type, because an API may go by either. */
export function withImageType(file: File, type: string): File {
  const extensions = EXTENSIONS[type] ?? [type.slice('image/'.length)]
  const [name = '', extension = ''] = /^(.*?)(?:\.([^.]*))?$/s.exec(file.name)?.slice(1) ?? []
  const isNamed = extensions.includes(extension.toLowerCase())
  if (file.type === type && isNamed) return file
  const { lastModified } = file
  return new File([file], isNamed ? file.name : `${name || 'image'}.${extensions[0]}`, { type, lastModified })
}

const EXTENSIONS: Readonly<Record<string, readonly string[]>> = {
  'image/jpeg': ['jpg', 'jpeg', 'jpe', 'jfif'],
  'image/tiff': ['tif', 'tiff'],
  'image/heic': ['heic', 'heif'],
}

/** Whether two files have the same bytes. Compares them in parts, so that neither is ever whole in memory. */
export async function hasSameBytes(a: Blob, b: Blob): Promise<boolean> {
  if (a.size !== b.size) return false
  for (let at = 0; at < a.size; at += PART_BYTES) {
    const [one, other] = await Promise.all([
      readBytes(a, at, at + PART_BYTES),
      readBytes(b, at, at + PART_BYTES),
    ])
    if (one.some((byte, index) => byte !== other[index])) return false
  }
  return true
}

const PART_BYTES = 256 * 1024

const readBytes = async (file: Blob, start: number, end: number) =>
  new Uint8Array(await file.slice(start, end).arrayBuffer())
