import { type Bytes, SNIFFED_BYTES } from '../../core/content/bytes.js'

/**
 * The media type of a film by its first bytes; `undefined` where they begin no film. A named type is kept where it is one of
 * the same container, such as `video/x-m4v`.
 *
 * @see https://mimesniff.spec.whatwg.org/#matching-an-audio-or-video-type-pattern
 */
export function filmTypeOf(start: readonly Uint8Array[], named: string): string | undefined {
  const text = start.map((chunk) => String.fromCharCode(...chunk.subarray(0, SNIFFED_BYTES))).join('')
  const found = CONTAINERS.find(({ at, marks }) => marks.some((mark) => text.startsWith(mark, at)))
  return found && (found.types.find((type) => type === named) ?? found.types[0])
}

/** Containers by what stands at a place of their start, with their media types, the usual one first. */
const CONTAINERS = [
  { at: 4, marks: ['ftypqt'], types: ['video/quicktime', 'video/mp4'] },
  {
    at: 4,
    marks: ['ftyp', 'styp', 'moov', 'moof', 'mdat', 'wide', 'free', 'skip'],
    types: ['video/mp4', 'video/quicktime', 'video/x-m4v', 'application/mp4', 'video/3gpp'],
  },
  { at: 0, marks: ['\x1a\x45\xdf\xa3'], types: ['video/webm', 'video/x-matroska', 'video/matroska'] },
  { at: 0, marks: ['OggS'], types: ['video/ogg'] },
  { at: 8, marks: ['AVI '], types: ['video/x-msvideo', 'video/avi'] },
  { at: 0, marks: ['\x00\x00\x01\xba'], types: ['video/mpeg'] },
  { at: 0, marks: ['GIF8'], types: ['image/gif'] },
  { at: 0, marks: ['G'], types: ['video/mp2t'] },
]

/** The parts of a film, as they stream by. */
export interface FilmParts {
  add(chunk: Uint8Array): void
  /** Whether the film ends with the last of its parts; `undefined` where its container does not say. */
  isWhole(): boolean | undefined
}

/**
 * Follows the parts of a film whose length nothing else names: the boxes of an MP4 or QuickTime file, and the segment of a
 * WebM file. Each begins with its length, so that nothing of a film is held.
 *
 * @see ISO/IEC 14496-12, 4.2; RFC 8794, 4
 */
export function followParts(): FilmParts {
  const names = new Set<string>()
  /** The start of a part, until its length can be read. */
  let head = new Uint8Array()
  /** Bytes to come before the next part begins, or the film ends. */
  let left = 0
  let isReadable = true

  function readHead(): void {
    const part = readMatroska(head) ?? readBox(head)
    if (part === 'more') return
    if (part === undefined) {
      isReadable = false
      return
    }
    names.add(part.name)
    left = part.length - head.byteLength
    head = new Uint8Array()
  }

  return {
    add(chunk) {
      for (let at = 0; at < chunk.byteLength && isReadable;) {
        const taken = left > 0 ? Math.min(left, chunk.byteLength - at) : 1
        if (left > 0) left -= taken
        else {
          head = Uint8Array.from([...head, ...chunk.subarray(at, at + 1)])
          readHead()
        }
        at += taken
      }
    },
    isWhole() {
      if (!isReadable) return undefined
      if (left > 0 || head.byteLength > 0) return false
      return names.has('segment') || (names.has('moov') && (names.has('mdat') || names.has('moof')))
    },
  }
}

/** A part by its name and its length, its start included; `more` where the length is still to come. */
type Part = { name: string; length: number } | 'more' | undefined

function readBox(head: Bytes): Part {
  if (head.byteLength < 8) return 'more'
  const view = new DataView(head.buffer)
  const size = view.getUint32(0)
  const name = String.fromCharCode(...head.subarray(4, 8))
  // A length of 0 lasts until the end of the file.
  if (!/^[\w \xa9-]{4}$/.test(name) || (size !== 1 && size < 8)) return undefined
  if (size !== 1) return { name, length: size }
  return head.byteLength < 16 ? 'more' : { name, length: Number(view.getBigUint64(8)) }
}

function readMatroska(head: Uint8Array): Part {
  const id = MATROSKA_IDS.find(([bytes]) =>
    bytes.every((byte, at) => at >= head.byteLength || head[at] === byte),
  )
  if (!id) return undefined
  // The leading zeros of a length say how many bytes it has.
  const first = head[4]
  if (first === undefined) return 'more'
  const size = Math.clz32(first) - 23
  if (size > 8) return undefined
  if (head.byteLength < 4 + size) return 'more'
  const digits = Array.from(head.subarray(4, 4 + size), (byte, at) =>
    at > 0 ? byte : byte % 2 ** (8 - size),
  )
  const value = digits.reduce((sum, byte) => sum * 256 + byte, 0)
  // All bits set: a length that was not known when it was written.
  return value === 2 ** (7 * size) - 1 ? undefined : { name: id[1], length: 4 + size + value }
}

const MATROSKA_IDS = [
  [[0x1a, 0x45, 0xdf, 0xa3], 'header'],
  [[0x18, 0x53, 0x80, 0x67], 'segment'],
] as const
