/** `?download` and `?download=1` wish for a download, not for a file called `1`. */
const NO_NAME = new Set(['', '1', 'true'])

/** What RFC 5987 wants encoded besides. */
const encode = (name: string) =>
  encodeURIComponent(name).replace(/['()*!]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)

/** A name from a task id, which may be long and hold anything. */
const nameOf = (taskId: string) => `video-${taskId.replace(/[^\w-]+/g, '-').slice(0, 40)}`

/**
 * The `Content-Disposition` that `?download` or `?download=name` asks for, or `undefined` where it does not: an old
 * fashioned name in plain ASCII, and the real one (RFC 6266).
 */
export function contentDisposition(url: URL, taskId: string, type: string): string | undefined {
  const wanted = url.searchParams.get('download')
  if (wanted === null) return undefined
  const name = fileName(NO_NAME.has(wanted) ? nameOf(taskId) : wanted, type)
  // No percent signs: some browsers decode them here too.
  const plain = name.replace(/[^\x20-\x7e]|[%"\\]/g, '_')
  return `attachment; filename="${plain}"; filename*=UTF-8''${encode(name)}`
}

/** What the types that pass are called on disk. */
const EXTENSIONS: Record<string, string> = {
  'application/mp4': 'mp4',
  'image/avif': 'avif',
  'image/gif': 'gif',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'video/mp2t': 'ts',
  'video/mp4': 'mp4',
  'video/mpeg': 'mpg',
  'video/ogg': 'ogv',
  'video/quicktime': 'mov',
  'video/webm': 'webm',
  'video/x-m4v': 'm4v',
  'video/x-matroska': 'mkv',
}

/** In characters; with four bytes each still within the 255 that file systems take. */
const LONGEST = 60

/** Controls, line ends, what reverses or hides text, halves of characters, and what some file system forbids. */
const FORBIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}<>:"|?*]/gu

/** Names that Windows takes for devices. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i

/**
 * Makes a file name of what a caller wants: the last part of a path, nothing hidden, nothing a shell or file system would
 * stumble over, and the ending that the type has, whatever was asked for.
 */
function fileName(wanted: string, type: string): string {
  const last = wanted.normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  const clean = last
    .replace(FORBIDDEN, '')
    .replace(/\s+/g, ' ')
    .replace(/\.[a-z][a-z\d]{0,4}$/i, '')
    .replace(/^[\s.~-]+|[\s.]+$/g, '')
  const short = [...clean].slice(0, LONGEST).join('').trim()
  const base = short === '' || DEVICE.test(short) ? `video ${short}`.trim() : short
  return `${base}.${EXTENSIONS[type] ?? 'mp4'}`
}
