import { videoFileName } from '../../core/content/fileName.js'

/**
 * The `Content-Disposition` (RFC 6266) that `?download` or `?download=name` asks for, with the file name in plain ASCII for
 * old browsers and in full; `undefined` without a `download` parameter.
 */
export function contentDisposition(url: URL, taskId: string, type: string): string | undefined {
  const requested = url.searchParams.get('download')
  if (requested === null) return undefined
  const name = videoFileName([FLAGS.has(requested) ? undefined : requested, nameOf(taskId)], type)
  // No percent signs: some browsers decode them here too.
  const plain = name.replace(/[^\x20-\x7e]|[%"\\]/g, '_')
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeExtended(name)}`
}

/** `?download` and `?download=1` ask for a download, not for a file named `1`. */
const FLAGS = new Set(['', '1', 'true'])

/** A name from a task id, which can be long and hold any character. */
const nameOf = (taskId: string) => `video-${taskId.replace(/[^\w-]+/g, '-').slice(0, 40)}`

/** Encodes an extended parameter value (RFC 8187, 3.2.1), which allows fewer characters than `encodeURIComponent` leaves. */
const encodeExtended = (name: string) =>
  encodeURIComponent(name).replace(/['()*!]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
