import type { VideoTask } from '../task/videoTask.js'
import { readDocumentedFailure } from '../wire/documentedFailure.js'
import { readDocumentedTask } from '../wire/documentedTask.js'
import { isRecord, parseJson } from '../wire/fieldValues.js'

/** The documented fields of an ended task, which are all that a storage keeps of it. */
export function keptTask(task: VideoTask, hasPrompt: boolean): VideoTask | undefined {
  // Without its only video, a task that is completed would have none.
  if ('video_data' in task) return undefined
  const fields = Object.entries(task).filter(([name]) => KEPT.test(name) || (hasPrompt && name === 'prompt'))
  return readDocumentedTask(Object.fromEntries(fields), readDocumentedFailure)
}

const KEPT =
  /^(id|object|status|progress|model|seconds|size|video_url|error|(created|completed|expires)_at|remixed_from_video_id)$/

/** Parameters as JSON keeps them: a file, also one in a `data:` URL, becomes its name, type and size. */
export function keptParams(params: Readonly<Record<string, unknown>>): Record<string, unknown> | undefined {
  const text = JSON.stringify(params, (_, value: unknown) => {
    if (value instanceof Blob) {
      return { name: value instanceof File ? value.name : '', type: value.type, size: value.size }
    }
    if (typeof value === 'bigint') return `${value}`
    const data = typeof value === 'string' && /^data:([^;,]*)[^,]*,/i.exec(value)
    if (!data) return value
    return { name: '', type: data[1], size: Math.floor(((data.input.length - data[0].length) * 3) / 4) }
  })
  const kept = parseJson(text)
  return isRecord(kept) ? kept : undefined
}
