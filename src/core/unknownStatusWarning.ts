import type { VideoTask } from './VideoTask.js'

/**
 * What to tell a developer, once per word, of a task whose status is a word this library does not know; `undefined` where
 * it is known.
 */
export function unknownStatusWarning({ id, raw_status }: VideoTask): string | undefined {
  if (raw_status === undefined) return undefined
  return (
    `The video task ${id} has the status '${raw_status.slice(0, 80)}', which react-video-task does not know. It is taken for ` +
    'work in progress and polled until it changes or the watch is given up. If it is an end, have a proxy or a client ' +
    'of your own translate it, and please report the word.'
  )
}
