import { type ApiError, apiErrors, jsonResponse } from '../http/apiErrors.js'
import type { WireVideoTask } from '../tasks/TaskState.js'
import { describeModel, readModelCreate } from './cometApi.js'
import {
  type AnswerContext,
  type AnswerStyle,
  type CreateBody,
  type CreateFields,
  expiryOfVideo,
  fail,
  type Gateway,
  readPrompt,
  readText,
} from './Gateway.js'
import { OPENAI_STYLE, PLAIN_STYLE } from './models.js'

/**
 * LiteLLM's proxy in front of the models of CometAPI: creates as JSON or as a form, OpenAI's list, delete, remix and
 * variants, and ids that contain the model.
 *
 * @see https://docs.litellm.ai/docs/videos
 */
export const liteLLM: Gateway = {
  bodies: ['application/json', 'multipart/form-data'],
  createStatus: 200,
  extraRoutes: ['list', 'delete', 'remix'],
  // OpenAI deletes completed and failed videos: https://platform.openai.com/docs/api-reference/videos/delete
  deletesRunning: false,
  idPrefix: 'task_',
  // Some of its `SpecialHeaders`; its own comes first.
  auth: [{ header: 'x-litellm-api-key' }, 'bearer', { header: 'api-key' }, { header: 'x-api-key' }],
  readCreate: async (body) => ({ ...(await readModelCreate(body)), style: LITELLM_STYLE }),
  describeModel: (name) => ({ ...describeModel(name), style: LITELLM_STYLE }),
  readId: (id) => /;video_id:(.*)$/s.exec(decodeBase64(id.replace(/^video_/, '')))?.[1] ?? id,
  createHeaders: ({ model, seconds }) => {
    const price = LITELLM_PRICES[model]
    const cost = price === undefined ? undefined : (price * Number(seconds)).toFixed(2)
    return cost === undefined ? undefined : { 'x-litellm-response-cost': cost }
  },
  errorResponse: ({ code, ...error }) => {
    const { status, message, type } = restate({ code, ...error })
    const answer = { message, type, param: error.param ?? 'None', code: String(status) }
    return errorOf(status, { error: answer }, error)
  },
}

/** Dollars per second, as OpenAI lists them. */
const LITELLM_PRICES: Readonly<Partial<Record<string, number>>> = { 'sora-2': 0.1, 'sora-2-pro': 0.3 }

/** The id of a create has the model, that of a later answer has not: both name the same task. */
const LITELLM_STYLE: AnswerStyle = {
  ...OPENAI_STYLE,
  write: (body, context) => {
    const { id, model } = context.task
    const named = `litellm:custom_llm_provider:openai;model_id:${context.isCreate ? model : ''};video_id:${id}`
    const duration_seconds = Number(context.task.seconds)
    return {
      ...openAITask(body, context),
      id: `video_${encodeBase64(named)}`,
      usage: context.isCreate && duration_seconds > 0 ? { duration_seconds } : null,
    }
  },
}

/**
 * vLLM-Omni, a server of one model: form creates without a model, OpenAI's list and delete, and its own fields.
 *
 * @see https://docs.vllm.ai/projects/vllm-omni/en/stable/serving/videos_api/
 */
export const vllmOmni: Gateway = {
  bodies: ['multipart/form-data'],
  createStatus: 200,
  extraRoutes: ['list', 'delete'],
  deletesRunning: true,
  idPrefix: 'video_gen_',
  auth: ['bearer'],
  readCreate: readOmniCreate,
  describeModel: (model) => ({ model, seconds: '4', size: '', style: VLLM_STYLE }),
  errorResponse: (error) => {
    // The middleware in front of the API answers before it.
    if (error.status === 401) return jsonResponse({ error: 'Unauthorized' }, { status: 401 })
    const { status, message } = restate(error)
    const type = status === 404 ? 'NotFoundError' : 'BadRequestError'
    return errorOf(status, { error: { message, type, param: error.param, code: status } }, error)
  },
}

const SERVED_MODEL = 'Wan-AI/Wan2.2-T2V-A14B-Diffusers'

/** Fields that are integers from 1. */
const COUNTS = ['width', 'height', 'num_frames', 'fps', 'num_inference_steps']

function readOmniCreate(body: CreateBody): CreateFields {
  const prompt = readPrompt(body)
  const matching = (field: string, pattern: RegExp, expected: string) => {
    const text = readText(body, field)
    if (text === undefined || pattern.test(text)) return text
    return fail(apiErrors.invalidValue(field, text, [expected]))
  }
  const seconds = matching('seconds', /^[1-9]\d*$/, 'an integer from 1') ?? '4'
  const size = matching('size', /^\d+x\d+$/, 'WIDTHxHEIGHT')
  for (const field of COUNTS) matching(field, /^[1-9]\d*$/, 'an integer from 1')
  const [width, height] = [readText(body, 'width'), readText(body, 'height')]
  const frame = width && height ? `${width}x${height}` : ''
  const model = readText(body, 'model') ?? SERVED_MODEL
  return { model, prompt, seconds, size: size ?? frame, style: VLLM_STYLE }
}

const VLLM_STYLE: AnswerStyle = {
  ...PLAIN_STYLE,
  endsInError: false,
  write: (body, context) => {
    const { task, state } = context
    const { completed_at, created_at } = body
    return {
      ...openAITask(body, context),
      size: task.size || null,
      quality: 'default',
      expires_at: null,
      error: body.error
        ? { code: body.error.code ?? 500, message: body.error.message ?? 'Video generation failed' }
        : null,
      media_type: 'video/mp4',
      file_name: state.status === 'completed' ? `${task.id}.mp4` : null,
      inference_time_s: completed_at === undefined ? null : completed_at - created_at,
      stage_durations: {},
      peak_memory_mb: 0,
    }
  },
}

/** OpenAI's video object, with a null for every absent field. */
function openAITask(body: WireVideoTask, context: AnswerContext) {
  const { prompt, seconds, size, remixedFrom } = context.task
  return {
    ...body,
    video_url: undefined,
    prompt,
    seconds,
    size,
    completed_at: body.completed_at ?? null,
    expires_at: expiryOfVideo(body, context),
    error: body.error ?? null,
    remixed_from_video_id: remixedFrom ?? null,
  }
}

/** What these gateways call an error, by its code. */
function restate({ status, message, type, code }: ApiError): Pick<ApiError, 'status' | 'message' | 'type'> {
  if (code === 'task_not_exist') return { status: 404, message: 'Video not found', type }
  if (code === 'model_not_found')
    return {
      status: 400,
      message: message.replace(/^.* for model (\S+) .*$/, 'Invalid model name passed in model=$1'),
      type,
    }
  return { status, message, type: status === 401 ? 'auth_error' : type }
}

function errorOf(status: number, body: unknown, { headers }: Pick<ApiError, 'headers'>): Response {
  return jsonResponse(body, { status, headers })
}

/** Encodes text beyond Latin-1 as well. */
function encodeBase64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)))
}

/** Decodes what `encodeBase64` made; `''` for other text. */
function decodeBase64(text: string): string {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(text), (char) => char.charCodeAt(0)))
  } catch {
    return ''
  }
}
