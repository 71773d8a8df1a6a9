import * as z from 'zod/mini'
import { type DocumentedParams, LISTED_NAMES, LISTED_PARAMS } from '../core/models/documentedParams.js'
import {
  findVideoModel,
  type VideoModelId,
  type VideoModelReferences,
  type videoModels,
} from '../core/models/videoModels.js'
import type { VideoTask } from '../core/task/videoTask.js'
import { isRecord } from '../core/wire/fieldValues.js'
import { normalizeTask } from '../core/wire/readVideoTask.js'

/** Parameters that the schema of a model's create accepts. Those that the documentation does not name pass as they are. */
export type CreateVideoInput<Model extends string> = DocumentedParams<Model> &
  (Model extends VideoModelId ? { prompt: string; [extra: string]: unknown } : { [extra: string]: unknown })

/** Parameters that the schema of a model's create returns, the documented defaults among them. */
export type CreateVideoOutput<Model extends string> = CreateVideoInput<Model> & { model: Model } & {
  [Name in DefaultsOf<Model>]: Extract<DocumentedParams<Model>[Name], string>
}

type DefaultsOf<Model extends string> = Model extends VideoModelId
  ? keyof (typeof videoModels)[Model]['defaults'] & keyof DocumentedParams<Model>
  : never

/**
 * Returns the zod schema of a model's create, as the model's documentation describes it: it writes the defaults of omitted,
 * null or empty parameters, and returns lengths as text, which the API documents. Its issues say which parameter is wrong and
 * what the documentation allows. Of a model that `videoModels` does not list it lets every parameter through.
 *
 * @param model the id of the model, which the create may omit
 * @example
 * ```ts
 * import { createVideoSchema } from 'react-video-task/schemas'
 *
 * const schema = createVideoSchema('wan2.6')
 * const { seconds, size } = schema.parse({ prompt: 'A fox in the snow' })
 * console.log(seconds, size) // '5' '1920x1080'
 * const { error } = schema.safeParse({ prompt: 'A fox in the snow', seconds: 7 })
 * console.log(error?.issues[0]?.message)
 * ```
 */
export function createVideoSchema<Model extends string>(
  model: Model,
): z.ZodMiniType<CreateVideoOutput<Model>, CreateVideoInput<Model>>
export function createVideoSchema(model: string) {
  const error = ({ input }: { input?: unknown }) =>
    `The parameter 'model' is ${quoted(input)}. This create is for ${model}.`
  const id = z._default(z.literal(model, { error }), model)
  const facts = findVideoModel(model)
  if (!facts) return z.looseObject({ model: id }, { error: NOT_AN_OBJECT })
  const listed = LISTED_NAMES.map(
    (name) => [name, listedParam(model, name, facts[LISTED_PARAMS[name]], facts.defaults[name])] as const,
  )
  const shape = {
    model: id,
    prompt: z.string({ error: NO_PROMPT }).check(z.regex(/\S/, { error: NO_PROMPT })),
    ...Object.fromEntries(listed),
    input_reference: facts.references
      ? references(model, facts.references)
      : undocumented(model, 'input_reference'),
  }
  return z.looseObject(shape, { error: NOT_AN_OBJECT })
}

const NOT_AN_OBJECT = 'Expected the parameters of a create: an object.'
const NO_PROMPT = "The parameter 'prompt' is missing or blank. It describes the video."

function listedParam(
  model: string,
  name: string,
  values: readonly (string | number)[] | undefined,
  fallback: string | number | undefined,
) {
  if (!values) return undocumented(model, name)
  const allowed = `The documentation of ${model} allows ${phrase(values)}.`
  const error = ({ input }: { input?: unknown }) => `The parameter '${name}' is ${quoted(input)}. ${allowed}`
  const list = z.enum(values.map(String), { error })
  const toText = (text: string | undefined) => (value: unknown) =>
    value === null || value === '' ? text : typeof value === 'number' ? String(value) : value
  if (fallback === undefined) return z.optional(z.pipe(z.transform(toText(undefined)), z.optional(list)))
  const text = String(fallback)
  return z._default(z.pipe(z.transform(toText(text)), list), text)
}

const undocumented = (model: string, name: string) =>
  z.optional(z.undefined({ error: `The parameter '${name}' is not one that ${model} documents.` }))

/** One image, or a list of them in their order. What is no file, such as a URL, is left to the API. */
function references(model: string, { max = Infinity, types }: VideoModelReferences) {
  const listOf = (value: unknown) => (Array.isArray(value) ? value : [value])
  const isAllowed = (image: unknown) =>
    !(image instanceof Blob) || (types?.includes(image.type) ?? image.type.startsWith('image/'))
  const problemOf = (value: unknown) => {
    const images = listOf(value)
    if (images.length > max) {
      return `The parameter 'input_reference' has ${images.length} images. The documentation of ${model} allows ${max}.`
    }
    const other = images.find((image) => !isAllowed(image))
    if (other === undefined) return undefined
    const allowed = types ? phrase(types) : 'an image'
    return `The parameter 'input_reference' has a file of type ${quoted(other.type)}. The documentation of ${model} allows ${allowed}.`
  }
  return z.optional(
    z
      .unknown()
      .check(z.refine((value) => problemOf(value) === undefined, { error: ({ input }) => problemOf(input) })),
  )
}

/** How much of a wrong value a message repeats. */
const MAX_QUOTED_LENGTH = 100

// The text of an object is not asked for: JSON can give it a `toString` that is no function.
function quoted(value: unknown): string {
  if (value === undefined) return 'missing'
  if (typeof value === 'object') return Array.isArray(value) ? 'a list' : value ? 'an object' : 'null'
  return `'${String(value).slice(0, MAX_QUOTED_LENGTH)}'`
}

/** Consecutive numbers as a range: `2 to 15`; others as a list: `5, 10 or 15`. */
function phrase(values: readonly (string | number)[]): string {
  const [first] = values
  const last = values.at(-1)
  const isRange = values.length > 2 && values.every((value, index) => value === Number(first) + index)
  if (isRange) return `a whole number from ${first} to ${last}`
  const head = values.slice(0, -1).join(', ')
  return head ? `${head} or ${last}` : String(last)
}

/**
 * The documented shape of a task, a union on `status`. Fields that it does not name stay. It refuses the other dialects of
 * the API, which `videoTaskSchema` reads.
 *
 * @see https://apidoc.cometapi.com/api/video/wan/retrieve
 * @example
 * ```ts
 * import { documentedTaskSchema } from 'react-video-task/schemas'
 *
 * const task = { id: 'task_123', object: 'video', status: 'queued', progress: 0 }
 * console.log(documentedTaskSchema.safeParse(task).success, documentedTaskSchema.safeParse({ id: 'task_123' }).success)
 * ```
 */
export const documentedTaskSchema = /* @__PURE__ */ createDocumentedTaskSchema()

/**
 * Reads a task in any known dialect as the documented one. It refuses a value that is not an object or has no id; an invalid
 * value in any other field is dropped. As every zod schema it is a Standard Schema too.
 *
 * @see https://standardschema.dev
 * @example
 * ```ts
 * import { videoTaskSchema } from 'react-video-task/schemas'
 *
 * const result = videoTaskSchema.safeParse({ task_id: 'task_123', status: 'SUCCESS' })
 * if (result.success) console.log(result.data.id, result.data.status)
 * ```
 */
export const videoTaskSchema: z.ZodMiniType<VideoTask, unknown> = /* @__PURE__ */ z.pipe(
  /* @__PURE__ */ z.transform(readTask),
  documentedTaskSchema,
)

function readTask(value: unknown, { issues }: z.core.ParsePayload): VideoTask {
  const task = isRecord(value) ? normalizeTask(value) : undefined
  if (task) return task
  issues.push(
    isRecord(value)
      ? { code: 'custom', message: 'Expected the id of a video task.', path: ['id'], input: value }
      : { code: 'custom', message: 'Expected a video task: an object with an id.', input: value },
  )
  return z.NEVER
}

// A function, which bundlers drop where nothing uses its schema: a form that checks a create loads only what it needs.
function createDocumentedTaskSchema() {
  const text = z.optional(z.string())
  const wholeNumber = z.int().check(z.nonnegative())
  const time = z.optional(wholeNumber)

  const observation = z.looseObject({
    first_seen: z.number(),
    running_since: z.optional(z.number()),
    running_from: z.optional(z.number()),
    highest_progress: z.number(),
    last_change: z.number(),
    watched_from: z.number(),
    poll_after: z.optional(z.number()),
    stalled: z.optional(z.number()),
    expired: z.optional(z.number()),
    unplayable: z.optional(z.boolean()),
    deleted: z.optional(z.number()),
  })

  /** The fields of every task; those that no API sends come last. */
  const fields = {
    id: z.string().check(z.minLength(1)),
    object: z.literal('video'),
    progress: wholeNumber.check(z.maximum(100)),
    model: text,
    created_at: time,
    task_id: text,
    seconds: text,
    size: text,
    expires_at: time,
    prompt: text,
    remixed_from_video_id: text,
    raw_status: text,
    poll_after: z.optional(z.number()),
    observed: z.optional(observation),
  }

  const failure = z.looseObject({ message: text, code: text, type: text, param: text, request_id: text })

  return z.discriminatedUnion('status', [
    z.looseObject({ ...fields, status: z.literal('queued') }),
    z.looseObject({ ...fields, status: z.literal('in_progress') }),
    z.looseObject({
      ...fields,
      status: z.literal('completed'),
      completed_at: time,
      video_url: z.optional(z.url()),
      video_data: text,
    }),
    z.looseObject({
      ...fields,
      status: z.literal(['failed', 'error']),
      completed_at: time,
      error: z.optional(failure),
    }),
  ])
}
