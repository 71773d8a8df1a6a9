import { videoFileName } from '../../core/content/fileName.js'

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
  const name = videoFileName([NO_NAME.has(wanted) ? undefined : wanted, nameOf(taskId)], type)
  // No percent signs: some browsers decode them here too.
  const plain = name.replace(/[^\x20-\x7e]|[%"\\]/g, '_')
  return `attachment; filename="${plain}"; filename*=UTF-8''${encode(name)}`
}
