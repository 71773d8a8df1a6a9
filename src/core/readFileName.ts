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
