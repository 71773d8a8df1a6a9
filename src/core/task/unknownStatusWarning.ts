import type { VideoTask } from './videoTask.js'

/** The development warning about a task with an unknown status word; undefined where the word is known. */
export function unknownStatusWarning({ id, raw_status }: VideoTask): string | undefined {
  if (raw_status === undefined) return undefined
  return (
    `The video task ${id} has the status '${raw_status.slice(0, 80)}', which react-video-task does not know. It counts as ` +
    'in_progress and is polled until it changes or stalls. If the word means an end, translate it in a proxy or in a client ' +
    'of your own, and please report it.'
  )
}
