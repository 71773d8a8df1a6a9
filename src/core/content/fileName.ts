/**
 * Makes a safe file name for a video: the first of the texts that gives one, with the extension of the media type. A media
 * extension that contradicts the type is replaced; any other ending, such as `.exe`, stays before the extension.
 *
 * @param texts names, titles or prompts, the best first; `video` where none of them gives a name
 * @param type media type of the content; where it is unknown, a media extension of the text is kept, else it is `mp4`
 */
export function videoFileName(texts: readonly (string | undefined)[], type: string): string {
  const format = formatOf(/\/(?:x-)?(\w+)/.exec(type)?.[1])
  const names = texts.map((text = '') => {
    const name = cleanText(text)
    const [, stem = '', extension] = /^(.*)\.(\w+)$/.exec(name) ?? []
    const own = formatOf(extension)
    const base = cleanBase(own ? stem : name)
    return base && `${base}.${own && (format ?? own) === own ? extension : (format ?? 'mp4')}`
  })
  return names.find(Boolean) ?? `video.${format ?? 'mp4'}`
}

/** The extension of each video and image format, then its other extensions and the subtypes of its media types. */
const FORMATS =
  'avif|gif|jpg jpeg|mkv matroska|mov qt quicktime|mp4 m4v|mpg mpeg|ogv ogg|png|ts mp2t|webm|webp'
    .split('|')
    .map((names) => names.split(' '))

const formatOf = (name = '') => FORMATS.find((names) => names.includes(name.toLowerCase()))?.[0]

/** Format characters, which hide text or turn its direction, and halves of surrogate pairs; the joiners of emoji stay. */
const INVISIBLE = /(?!\p{Join_Control})[\p{Cf}\p{Cs}]/gu

/** White space and control characters, and what a file system takes for a path, a stream or a wildcard. */
const SEPARATORS = /[\s\p{Cc}<>:"/\\|?*]+/gu

const cleanText = (text: string) => trimEnd(text.normalize().replace(INVISIBLE, '').replace(SEPARATORS, ' '))

/** Code points of a name: with four bytes each and an extension it has at most 246 of the 255 bytes that file systems allow. */
const MAX_LENGTH = 60

/** Names that Windows reserves for devices, with any extension. */
const DEVICE = /^(?:con|prn|aux|nul|(?:com|lpt)[\d¹²³])(?= *(?:\.|$))/i

/** A name that is neither hidden nor an option nor a device, and ends in neither a dot nor a space. */
const cleanBase = (name: string) =>
  trimEnd([...name.replace(/^[ .~-]+/, '')].slice(0, MAX_LENGTH).join('')).replace(DEVICE, '_$&')

const trimEnd = (text: string) => text.replace(/(?<![. ])[. ]+$/, '')
