import { type ApiError, apiErrors, ApiFault } from '../http/apiErrors.js'
import type { EmulatorAuth } from '../http/auth.js'
import type { TaskState, WireVideoTask } from '../tasks/TaskState.js'

/** An API as the emulator plays it: CometAPI, or another gateway whose video routes have the same shape. */
export interface Gateway {
  /** Content types that a create may have. */
  readonly bodies: readonly BodyType[]
  /** HTTP status of the response to a create. */
  readonly createStatus: 200 | 202
  /** Routes beside create, retrieve and content. */
  readonly extraRoutes: readonly ExtraRoute[]
  /** Whether a task that still runs can be deleted. */
  readonly deletesRunning: boolean
  /** The start of every task id. */
  readonly idPrefix: string
  /** Where callers may send the key. */
  readonly auth: readonly EmulatorAuth[]
  /**
   * Validates a create and fills in the defaults.
   *
   * @throws {ApiFault} for the first invalid field
   */
  readonly readCreate: (body: CreateBody) => CreateFields | Promise<CreateFields>
  /** Describes the tasks of a model that were added without a create. Every name is one. */
  readonly describeModel: (model: string) => Omit<CreateFields, 'prompt'>
  /** Finds the emulator's id of a task in the id that a path has. */
  readonly readId?: (id: string) => string
  /** Headers of the response to a create. */
  readonly createHeaders?: (task: AnsweredTask) => Record<string, string> | undefined
  /** The body of the route `models`. */
  readonly listModels?: () => unknown
  readonly errorResponse: (error: ApiError, requestId: string) => Response
}

export type BodyType = 'multipart/form-data' | 'application/json'

export type ExtraRoute = 'list' | 'delete' | 'remix' | 'models'

/** The body of a create: the values of each field in order, a JSON value as the only one of its field. */
export interface CreateBody {
  readonly type: BodyType
  readonly values: ReadonlyMap<string, readonly unknown[]>
}

/** A valid create with its defaults. */
export interface CreateFields {
  /** The name of the model in the responses. */
  model: string
  prompt: string
  seconds: string
  /** The frame in pixels, or a ratio. */
  size: string
  style: AnswerStyle
}

/** What the responses for a task have, by the model's family or the gateway. */
export interface AnswerStyle {
  /** Whether the content route serves the video; else it answers 404, and the `video_url` serves it. */
  readonly hasContent: boolean
  /** Whether the content route has the variants `thumbnail` and `spritesheet`. */
  readonly hasVariants: boolean
  readonly canRemix: boolean
  /** Whether a task may end in `error`; else such an end is `failed`. */
  readonly endsInError: boolean
  /** Whether the content route answers with an error once the video is older than `urlLifetime`. */
  readonly expires: boolean
  /** Rewrites the documented task of the Wan page. */
  readonly write?: (task: WireVideoTask, context: AnswerContext) => Record<string, unknown>
}

/** The task of a response. */
export interface AnsweredTask extends CreateFields {
  readonly id: string
  /** The id of the task that this one is a remix of. */
  readonly remixedFrom?: string
}

/** What the response for a task depends on beside its documented fields. */
export interface AnswerContext {
  readonly task: AnsweredTask
  readonly state: TaskState
  /** Whether it responds to a create or a remix. */
  readonly isCreate: boolean
  /** The absolute URL of the route `…/videos` that the request was sent to. */
  readonly videosURL: string
  /** Milliseconds that a finished video is kept. */
  readonly urlLifetime: number
}

/**
 * Reads a field as text; an empty one counts as missing. JSON may have a number.
 *
 * @throws {ApiFault} if it has another type
 */
export function readText({ type, values }: CreateBody, field: string): string | undefined {
  const value = values.get(field)?.[0] ?? undefined
  if (value === undefined || value === '') return undefined
  if (typeof value === 'string') return value
  if (type === 'application/json' && typeof value === 'number') return String(value)
  return fail(apiErrors.notText(field))
}

/** CometAPI documents no limit; this one stands for a prompt that is far too long. */
const MAX_PROMPT_LENGTH = 10_000

/**
 * Reads the prompt, which must have a visible character.
 *
 * @throws {ApiFault} if it is missing, blank, too long or no text
 */
export function readPrompt(body: CreateBody): string {
  const prompt = readText(body, 'prompt') ?? ''
  if (prompt.trim() === '') return fail(apiErrors.missingField('prompt'))
  if (prompt.length > MAX_PROMPT_LENGTH)
    return fail(apiErrors.promptTooLong(MAX_PROMPT_LENGTH, prompt.length))
  return prompt
}

/** Throws an error response of the API. */
export function fail(error: ApiError): never {
  throw new ApiFault(error)
}

/** When a finished video is deleted, in Unix seconds; `null` for a task that is not completed. */
export function expiryOfVideo({ completed_at }: WireVideoTask, context: AnswerContext): number | null {
  const { state, urlLifetime } = context
  if (completed_at === undefined || state.status !== 'completed') return null
  return state.url === 'expired' ? completed_at : completed_at + Math.ceil(urlLifetime / 1000)
}
