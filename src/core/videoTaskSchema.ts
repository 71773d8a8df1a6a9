import { isRecord } from './isRecord.js'
import { normalizeTask } from './normalizeTask.js'
import type { VideoTask } from './VideoTask.js'

/** A Standard Schema, version 1. */
export interface VideoTaskSchema {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    /** For inference alone; not there at run time. */
    readonly types?: { readonly input: unknown; readonly output: VideoTask } | undefined
    readonly validate: (value: unknown) => VideoTaskSchemaResult
  }
}

/** The task that was read, or why there is none. */
export type VideoTaskSchemaResult =
  | { readonly value: VideoTask; readonly issues?: undefined }
  | { readonly issues: readonly { readonly message: string; readonly path?: readonly PropertyKey[] }[] }

/**
 * A Standard Schema that reads any known dialect of a task and gives the documented shape. It refuses only what is no
 * object, or holds no id; an odd value in a field that nobody needs is dropped.
 *
 * @see https://standardschema.dev
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
