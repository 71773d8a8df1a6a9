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
 * A good name for a video's file: the first of the texts that makes one, with an extension that fits the type, so that no
 * text of somebody else's ends in one that runs.
 */
export function videoFileName(texts: readonly (string | undefined)[], type: string): string {
  const name = texts.map((text) => cleanFileName(text ?? '')).find(Boolean) ?? 'video'
  if (/\.(?:mp4|m4v|mov|mkv|webm)$/i.test(name)) return name
  const [kind = 'mp4'] = /webm|quicktime|matroska/.exec(type) ?? []
  return `${name}.${kind === 'quicktime' ? 'mov' : kind === 'matroska' ? 'mkv' : kind}`
}

/** Letters of a name, counted so that four bytes for each still fit where a file system allows 255. */
const LONGEST = 60

/** What a file system or a terminal takes for something else: paths, wildcards, line breaks, and marks that turn the writing direction. */
const UNSAFE = /[\p{Cc}\p{Cs}<>:"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu

/** Names that Windows keeps for devices, whatever their extension. */
const DEVICE = /^(?:con|prn|aux|nul|(?:com|lpt)\d)(?=\.|$)/i

/** Any text as one file name for every system; empty where nothing is left of it. */
function cleanFileName(text: string): string {
  const name = text.normalize().replace(UNSAFE, ' ').replace(/\s+/g, ' ')
  return [...name.replace(/^[. ]+/, '')]
    .slice(0, LONGEST)
    .join('')
    .replace(/[. ]+$/, '')
    .replace(DEVICE, '_$&')
}
