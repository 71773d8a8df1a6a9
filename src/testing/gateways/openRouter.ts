import { type ApiError, apiErrors, jsonResponse } from '../http/apiErrors.js'
import type { WireVideoTask } from '../tasks/TaskState.js'
import {
  type AnswerContext,
  type AnswerStyle,
  type CreateBody,
  type CreateFields,
  fail,
  type Gateway,
  readPrompt,
  readText,
} from './Gateway.js'
import { PLAIN_STYLE } from './models.js'

/**
 * OpenRouter: JSON creates answered with 202 and a `polling_url`, statuses from `pending`, and `unsigned_urls` that need the
 * key, with the cost.
 *
 * @see https://openrouter.ai/docs/api/api-reference/video-generation/create-videos and …/get-videos
 */
export const openRouter: Gateway = {
  bodies: ['application/json'],
  createStatus: 202,
  extraRoutes: ['models'],
  deletesRunning: false,
  idPrefix: 'job-',
  auth: ['bearer'],
  readCreate,
  describeModel,
  listModels: () => ({ data: Object.entries(MODELS).map(([id, model]) => describeListed(id, model)) }),
  errorResponse,
}

/** A model of `GET /videos/models`. */
interface ListedModel {
  name: string
  durations: readonly number[]
  resolutions: readonly string[]
  ratios: readonly string[]
  sizes: readonly string[]
  /** Dollars per second of video. */
  price: number
}

/** Some of the models, with prices of November 2026. The list of the API itself changes. */
const MODELS: Readonly<Record<string, ListedModel>> = {
  'alibaba/wan-2.6': {
    name: 'Alibaba: Wan 2.6',
    durations: [5, 10, 15],
    resolutions: ['720p', '1080p'],
    ratios: ['16:9', '9:16', '1:1'],
    sizes: ['1280x720', '720x1280', '1920x1080', '1080x1920'],
    price: 0.04,
  },
  'google/veo-3.1': {
    name: 'Google: Veo 3.1',
    durations: [4, 6, 8],
    resolutions: ['720p', '1080p'],
    ratios: ['16:9', '9:16', '1:1'],
    sizes: ['1280x720', '1920x1080'],
    price: 0.5,
  },
  'openai/sora-2-pro': {
    name: 'OpenAI: Sora 2 Pro',
    durations: [4, 8, 12],
    resolutions: ['720p'],
    ratios: ['16:9', '9:16'],
    sizes: ['1280x720', '720x1280', '1792x1024', '1024x1792'],
    price: 0.3,
  },
}

const findListed = (name: string) => (Object.hasOwn(MODELS, name) ? MODELS[name] : undefined)

function describeListed(id: string, model: ListedModel) {
  return {
    id,
    canonical_slug: id,
    name: model.name,
    supported_resolutions: model.resolutions,
    supported_aspect_ratios: model.ratios,
    supported_sizes: model.sizes,
    supported_durations: model.durations,
    pricing_skus: { 'per-video-second': String(model.price) },
  }
}

function describeModel(name: string): Omit<CreateFields, 'prompt'> {
  const seconds = String(findListed(name)?.durations[0] ?? 5)
  return { model: name, seconds, size: '16:9', style: STYLE }
}

function readCreate(body: CreateBody): CreateFields {
  const name = readText(body, 'model') ?? fail(apiErrors.missingField('model'))
  const model = findListed(name) ?? fail(apiErrors.modelNotFound(name))
  // Pictures may stand in for the prompt.
  const hasPictures = ['frame_images', 'input_references'].some((field) => readList(body, field) > 0)
  const prompt = hasPictures ? (readText(body, 'prompt') ?? '') : readPrompt(body)
  const seconds = readListed(body, 'duration', model.durations.map(String))
  readListed(body, 'resolution', model.resolutions)
  const ratio = readListed(body, 'aspect_ratio', model.ratios)
  const size = readListed(body, 'size', model.sizes) ?? ratio
  return { ...describeModel(name), prompt, ...(seconds && { seconds }), ...(size && { size }) }
}

function readListed(body: CreateBody, field: string, allowed: readonly string[]): string | undefined {
  const value = readText(body, field)
  if (value === undefined || allowed.includes(value)) return value
  return fail(apiErrors.invalidValue(field, value, allowed))
}

/** Reads a list of pictures; returns how many it has. */
function readList({ values }: CreateBody, field: string): number {
  const list = values.get(field)?.[0] ?? []
  return Array.isArray(list) ? list.length : fail(apiErrors.notList(field))
}

const STATUSES: Readonly<Record<WireVideoTask['status'], string>> = {
  queued: 'pending',
  in_progress: 'in_progress',
  completed: 'completed',
  failed: 'failed',
  error: 'failed',
}

const STYLE: AnswerStyle = {
  ...PLAIN_STYLE,
  endsInError: false,
  write: (body, { task, videosURL }: AnswerContext) => {
    const url = `${videosURL}/${encodeURIComponent(task.id)}`
    return {
      id: task.id,
      polling_url: new URL(url).pathname,
      status: STATUSES[body.status],
      model: task.model,
      ...(body.status !== 'queued' && { generation_id: `gen-${task.id.replace('job-', '')}` }),
      ...(body.error && { error: body.error.message ?? 'Video generation failed' }),
      ...(body.video_url && {
        unsigned_urls: [`${url}/content?index=0`],
        usage: { cost: costOf(task.model, task.seconds), is_byok: false },
      }),
    }
  },
}

/** Dollars, rounded to cents. */
function costOf(model: string, seconds: string): number {
  return Math.round((findListed(model)?.price ?? 0) * Number(seconds) * 100) / 100
}

/** `code` is the HTTP status. An unknown model is the fault of the create. */
function errorResponse({ status, code, message, headers }: ApiError): Response {
  const answer =
    code === 'model_not_found'
      ? { status: 400, message: message.replace(/^.* for model (\S+) .*$/, '$1 is not a valid model ID') }
      : code === 'task_not_exist'
        ? { status: 404, message: 'Video generation job not found' }
        : { status, message }
  const body = { error: { code: answer.status, message: answer.message } }
  return jsonResponse(body, { status: answer.status, headers })
}
