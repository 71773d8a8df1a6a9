import * as z from 'zod/mini'

const text = z.optional(z.string())
const time = z.optional(z.number())

const fields = {
  id: z.string(),
  object: z.literal('video'),
  progress: z.number(),
  model: text,
  created_at: time,
  task_id: text,
  seconds: text,
  size: text,
  expires_at: time,
  prompt: text,
  remixed_from_video_id: text,
  raw_status: text,
}

const failure = z.looseObject({ message: text, code: text, type: text, param: text, request_id: text })

/** The documented shape, once the dialect is gone. Fields it does not name pass through. */
export const documentedTaskSchema = z.discriminatedUnion('status', [
  z.looseObject({ ...fields, status: z.literal('queued') }),
  z.looseObject({ ...fields, status: z.literal('in_progress') }),
  z.looseObject({ ...fields, status: z.literal('completed'), completed_at: time, video_url: text }),
  z.looseObject({
    ...fields,
    status: z.literal(['failed', 'error']),
    completed_at: time,
    error: z.optional(failure),
  }),
])
