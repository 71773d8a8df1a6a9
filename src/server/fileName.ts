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
export function fileName(wanted: string, type: string): string {
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
