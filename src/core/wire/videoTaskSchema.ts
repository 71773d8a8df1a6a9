import { isRecord } from './fieldValues.js'
import { normalizeTask } from './parseVideoTask.js'
import type { VideoTask } from '../task/videoTask.js'

/** A Standard Schema, version 1. */
export interface VideoTaskSchema {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    /** For type inference; absent at run time. */
    readonly types?: { readonly input: unknown; readonly output: VideoTask } | undefined
    readonly validate: (value: unknown) => VideoTaskSchemaResult
  }
}

/** The parsed task, or why there is none. */
export type VideoTaskSchemaResult =
  | { readonly value: VideoTask; readonly issues?: undefined }
  | { readonly issues: readonly { readonly message: string; readonly path?: readonly PropertyKey[] }[] }

/**
 * A Standard Schema that parses any known dialect of a task into the documented shape. It refuses a value that is not an
 * object or has no id; an invalid value in any other field is dropped.
 *
 * @see https://standardschema.dev
 * @example
 * ```ts
 * import { videoTaskSchema } from 'react-video-task/client'
 *
 * const result = videoTaskSchema['~standard'].validate({ task_id: 'task_123', status: 'SUCCESS' })
 * if (!result.issues) console.log(result.value.id, result.value.status)
 * ```
 */
export const videoTaskSchema: VideoTaskSchema = {
  '~standard': {
    version: 1,
    vendor: 'react-video-task',
    validate(value) {
      if (!isRecord(value)) return { issues: [{ message: 'Expected a video task: an object with an id.' }] }
      const task = normalizeTask(value)
      return task
        ? { value: task }
        : { issues: [{ message: 'Expected the id of a video task.', path: ['id'] }] }
    },
  },
}
