import * as z from 'zod/mini'
import { documentedTaskSchema } from './videoSchemas.js'

/**
 * The body of `POST /videos/{id}/remix`: a prompt. Fields that it does not name stay.
 *
 * @see https://platform.openai.com/docs/api-reference/videos/remix
 * @example
 * ```ts
 * import { remixVideoSchema } from 'react-video-task/schemas'
 *
 * const { prompt } = remixVideoSchema.parse({ prompt: 'The same fox at night' })
 * console.log(prompt, remixVideoSchema.safeParse({ prompt: ' ' }).error?.issues[0]?.message)
 * ```
 */
export const remixVideoSchema = /* @__PURE__ */ createRemixSchema()

/**
 * The answer to `GET /videos`: a page of documented tasks, and whether there is another one. Fields that it does not name
 * stay. It refuses a page with a task in another dialect, which a client reads.
 *
 * @see https://platform.openai.com/docs/api-reference/videos/list
 * @example
 * ```ts
 * import { videoTaskPageSchema } from 'react-video-task/schemas'
 *
 * const response = await fetch('/api/v1/videos')
 * const { data, has_more, last_id } = videoTaskPageSchema.parse(await response.json())
 * console.log(data.length, has_more ? `more after ${last_id}` : 'the last page')
 * ```
 */
export const videoTaskPageSchema = /* @__PURE__ */ createPageSchema()

/**
 * The answer to `DELETE /videos/{id}`: whether the delete is confirmed. Fields that it does not name stay.
 *
 * @see https://platform.openai.com/docs/api-reference/videos/delete
 * @example
 * ```ts
 * import { videoTaskDeletionSchema } from 'react-video-task/schemas'
 *
 * const response = await fetch('/api/v1/videos/task_123', { method: 'DELETE' })
 * console.log(videoTaskDeletionSchema.parse(await response.json()).deleted)
 * ```
 */
export const videoTaskDeletionSchema = /* @__PURE__ */ createDeletionSchema()

/**
 * The documented answer to a request that failed, as API, proxy and emulator send it. It refuses the errors of other
 * gateways, which a client reads. Fields that it does not name stay.
 *
 * @see https://platform.openai.com/docs/guides/error-codes
 * @example
 * ```ts
 * import { apiErrorSchema } from 'react-video-task/schemas'
 *
 * const response = await fetch('/api/v1/videos/task_123')
 * const { data } = apiErrorSchema.safeParse(await response.json())
 * if (data) console.log(data.error.code, data.error.message)
 * ```
 */
export const apiErrorSchema = /* @__PURE__ */ createErrorSchema()

// Functions, which bundlers drop where nothing uses their schema.
function createRemixSchema() {
  const error = "The parameter 'prompt' is missing or blank. It describes the new video."
  return z.looseObject({ prompt: z.string({ error }).check(z.regex(/\S/, { error })) })
}

function createPageSchema() {
  return z.looseObject({
    object: z.optional(z.literal('list')),
    data: z.array(documentedTaskSchema),
    first_id: z.nullish(z.string()),
    last_id: z.nullish(z.string()),
    has_more: z.boolean(),
  })
}

function createDeletionSchema() {
  return z.looseObject({
    id: z.string().check(z.minLength(1)),
    object: z.optional(z.literal('video.deleted')),
    deleted: z.boolean(),
    deleted_at_api: z.optional(z.boolean()),
  })
}

function createErrorSchema() {
  return z.looseObject({
    error: z.looseObject({
      message: z.string().check(z.minLength(1)),
      type: z.string(),
      param: z.nullable(z.string()),
      // Some gateways send the HTTP status.
      code: z.nullable(z.union([z.string(), z.int()])),
    }),
  })
}
