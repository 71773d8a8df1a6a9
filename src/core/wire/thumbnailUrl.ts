import { isHttpUrl, isRecord } from './fieldValues.js'
import type { VideoTask } from '../task/videoTask.js'

/** Names of fields with a picture of the video: `thumbnail_url`, `cover_image_url`, `coverUrl` and the like. */
const NAME = /^(thumbnail|cover|poster)_?(image)?_?(url)?$/i

/** Finds the picture of a finished video that its provider sent, in the task or in a part of it. */
export function thumbnailUrl(task: VideoTask | undefined): string | undefined {
  if (task?.status !== 'completed') return undefined
  for (const fields of [task, ...Object.values(task)]) {
    if (!isRecord(fields)) continue
    for (const [name, value] of Object.entries(fields)) if (NAME.test(name) && isHttpUrl(value)) return value
  }
  return undefined
}

/**
 * What a proxy that keeps films says of the still of one: `kept` where it is at the content route, as `?variant=thumbnail`, and
 * `wanted` where it takes one from the owner's page.
 */
export const stillOf = (task: VideoTask | undefined): unknown =>
  task?.status === 'completed' && 'still' in task ? task.still : undefined
