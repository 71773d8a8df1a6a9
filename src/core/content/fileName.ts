/** Parameters of the header; a quoted one whole, so that nothing inside of it is taken for a parameter. */
const PARAMETER = /;\s*([^\s=;]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^;]*)/g

function decode(escaped: string): string | undefined {
  try {
    return decodeURIComponent(escaped)
  } catch {
    return undefined
  }
}

/** A header arrives as bytes. Servers that send more than ASCII send UTF-8, whatever the standard says. */
function readBytes(text: string): string {
  return decode(text.replace(/[%\x80-\xff]/g, (byte) => `%${byte.charCodeAt(0).toString(16)}`)) ?? text
}

/**
 * The file name of a `Content-Disposition` header, as RFC 6266 and RFC 8187 write it: `filename*`, in UTF-8, before `filename`.
 * Always one name, never a path; what else a system may not like in it is `cleanFileName`'s to take away.
 */
export function readFileName(header: string | null): string | undefined {
  let plain: string | undefined
  let extended: string | undefined
  for (const [, name = '', value = ''] of (header ?? '').matchAll(PARAMETER)) {
    if (/^filename\*$/i.test(name)) extended ??= decode(/^utf-8'[^']*'(.*)/i.exec(value)?.[1]?.trim() ?? '')
    if (/^filename$/i.test(name))
      plain ??= readBytes(
        value
          .trim()
          .replace(/^"(.*)"$/s, '$1')
          .replace(/\\(.)/gs, '$1'),
      )
  }
  return (extended || plain)?.split(/[/\\]/).pop()?.replace(/^\.+/, '') || undefined
}

/**
 * Makes a safe file name for a video: the first of the texts that gives one, with the extension of the media type. A media
 * extension that contradicts the type is replaced; any other ending, such as `.exe`, stays before the extension.
 *
 * @param texts names, titles or prompts, the best first; `video` where none of them gives a name
 * @param type media type of the content; where it is unknown, a media extension of the text is kept, else it is `mp4`
 */
export function videoFileName(texts: readonly (string | undefined)[], type: string): string {
  const format = formatOf(/\/(?:x-)?(\w+)/.exec(type)?.[1])
  const names = texts.map((text) => {
    const name = cleanText(text ?? '')
    const [, stem = '', extension] = /^(.*)\.(\w+)$/.exec(name) ?? []
    const own = formatOf(extension)
    const base = cleanBase(own ? stem : name)
    return base && `${base}.${own && (format ?? own) === own ? extension : (format ?? 'mp4')}`
  })
  return names.find(Boolean) ?? `video.${format ?? 'mp4'}`
}

/** Extensions of the videos and images that an API delivers. */
const FORMATS = ['avif', 'gif', 'jpg', 'mkv', 'mov', 'mp4', 'mpg', 'ogv', 'png', 'ts', 'webm', 'webp']

/** Other extensions and subtypes of media types that stand for them. */
const ALIASES = new Map([
  ['jpeg', 'jpg'],
  ['m4v', 'mp4'],
  ['matroska', 'mkv'],
  ['mp2t', 'ts'],
  ['mpeg', 'mpg'],
  ['ogg', 'ogv'],
  ['qt', 'mov'],
  ['quicktime', 'mov'],
])

/** The format that an extension or the subtype of a media type names. */
function formatOf(name = ''): string | undefined {
  const word = name.toLowerCase()
  return FORMATS.find((format) => format === (ALIASES.get(word) ?? word))
}

/** Format characters, which hide text or turn its direction, and halves of surrogate pairs; joiners and flags of emoji stay. */
const INVISIBLE = /(?![\p{Join_Control}\u{e0020}-\u{e007f}])[\p{Cf}\p{Cs}]/gu

/** Control characters and white space, and what a file system takes for a path, a stream or a wildcard. */
const SEPARATORS = /[\s\p{Cc}<>:"/\\|?*]+/gu

const cleanText = (text: string) =>
  text
    .normalize()
    .replace(INVISIBLE, '')
    .replace(SEPARATORS, ' ')
    .replace(/[. ]+$/, '')

/** Code points of a name: with four bytes each and an extension it has at most 246 of the 255 bytes that file systems allow. */
const MAX_LENGTH = 60

/** Names that Windows reserves for devices, with any extension. */
const DEVICE = /^(?:con|prn|aux|nul|clock\$|con(?:in|out)\$|(?:com|lpt)[\d¹²³])(?= *(?:\.|$))/i

/** A name that is neither hidden nor an option nor a device, and ends in neither a dot, a space nor half an emoji. */
const cleanBase = (name: string) =>
  [...name.replace(/^[ .~-]+/, '')]
    .slice(0, MAX_LENGTH)
    .join('')
    .replace(/[ .\p{Join_Control}]+$/u, '')
    .replace(DEVICE, '_$&')
