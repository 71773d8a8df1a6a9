import * as z from 'zod/mini'
import { documentedTaskSchema } from './documentedTaskSchema.js'
import { isRecord } from './isRecord.js'
import { normalizeTask } from './normalizeTask.js'
import type { VideoTask } from './VideoTask.js'

/**
 * A Standard Schema that reads any known dialect of a task and gives the documented shape. It refuses only what is no
 * object, or holds no id; an odd value in a field that nobody needs is dropped.
 */
export const videoTaskSchema: z.ZodMiniType<VideoTask, unknown> = z.pipe(
  z.pipe(
    z.unknown(),
    z.transform((body: unknown) => (isRecord(body) ? (normalizeTask(body) ?? body) : body)),
  ),
  documentedTaskSchema,
)
