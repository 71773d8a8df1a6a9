import { errors } from '../errors/VideoTaskError.js'
import type { VideoTask } from '../task/videoTask.js'
import { type ParseVideoTaskOptions, readVideoTask } from './readVideoTask.js'

/**
 * Parses the JSON body of a response as a video task, in any known dialect.
 *
 * @throws {VideoResponseError} code `invalid_body` where the body is not an object, `missing_id` where neither the body nor
 *   the options have an id
 * @throws {VideoApiError} where the body is an error that was sent with a 2xx
 * @example
 * ```ts
 * import { parseVideoTask } from 'react-video-task/client'
 *
 * const response = await fetch('/api/v1/videos/task_123')
 * const task = parseVideoTask(await response.json(), { id: 'task_123', status: response.status })
 * console.log(task.status, task.progress)
 * ```
 */
export function parseVideoTask(body: unknown, options: ParseVideoTaskOptions = {}): VideoTask {
  return readVideoTask(body, options, errors)
}
