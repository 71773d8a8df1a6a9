import * as z from 'zod/mini'
import { documentedTaskSchema } from '../../core/documentedTaskSchema.js'
import { isRecord } from '../../core/isRecord.js'
import type { VideoTask } from '../../core/VideoTask.js'

/** Goes into the names of locks and channel: tabs that run a version with another protocol share nothing with these. */
export const TAB_PROTOCOL = 1

const OBSERVED = ['first_seen', 'highest_progress', 'last_change', 'watched_from']

const sharedTask: z.ZodMiniType<VideoTask, unknown> = documentedTaskSchema.check(
  z.refine(({ observed }) => {
    return (
      observed === undefined ||
      (isRecord(observed) && OBSERVED.every((field) => typeof observed[field] === 'number'))
    )
  }),
)

/** What tabs tell each other: about one task, or with no `id` just that the sender was shown or hidden. */
export const tabMessage = z.object({
  /** The sender, a word made anew for each page. */
  from: z.string(),
  /** Nobody can see the sender. */
  hidden: z.boolean(),
  id: z.optional(z.string()),
  /** The sender is the one that asks for this task. */
  leads: z.optional(z.boolean()),
  /** The sender knows nothing of this task yet. */
  wanted: z.optional(z.boolean()),
  /** The server asked to be left alone until then, in ms of the machine's clock. */
  until: z.optional(z.number()),
  /** The state of the task, as the API told it. */
  task: z.optional(sharedTask),
  /** When it told that, in ms of the machine's clock. */
  at: z.optional(z.number()),
})

/** One message between tabs. */
export type TabMessage = z.infer<typeof tabMessage>
