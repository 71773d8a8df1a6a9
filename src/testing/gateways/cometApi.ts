import { type ApiError, apiErrorResponse, apiErrors } from '../http/apiErrors.js'
import { type CreateBody, type CreateFields, fail, type Gateway, readPrompt, readText } from './Gateway.js'
import { type EmulatedModel, findModel, type ListedField, PLAIN_STYLE } from './models.js'

/** CometAPI, the default. */
export const cometApi: Gateway = {
  bodies: ['multipart/form-data'],
  createStatus: 200,
  extraRoutes: ['remix'],
  deletesRunning: false,
  idPrefix: 'task_',
  auth: ['bearer'],
  readCreate: (body) => readModelCreate(body, DEFAULT_MODEL),
  describeModel,
  errorResponse: apiErrorResponse,
}

/**
 * The model of a create that names none. The curls of Sora's and Veo's pages name none and get a task; that of OpenAI, whose
 * route this is, documents this default: https://platform.openai.com/docs/api-reference/videos/create.
 */
const DEFAULT_MODEL = 'sora-2'

/** Describes the tasks of a model by its defaults. Those of an unknown one are as those of `wan2.6`. */
export function describeModel(name: string): Omit<CreateFields, 'prompt'> {
  const model = findModel(name)
  if (!model) return { model: name, seconds: '5', size: '1920x1080', style: PLAIN_STYLE }
  const { defaults, style, resolvedName = name } = model
  return { model: resolvedName, seconds: defaults.seconds ?? '', size: frameOf(defaults), style }
}

/**
 * Validates a create in the order of the API: the model, the prompt, then the model's own fields. Fields that the model's
 * page does not list are ignored.
 *
 * @param fallback the model of a create that names none; without it such a create is invalid
 * @throws {ApiFault} for the first invalid field
 */
export async function readModelCreate(body: CreateBody, fallback?: string): Promise<CreateFields> {
  const name = readText(body, 'model') ?? fallback ?? fail(apiErrors.missingField('model'))
  const model = findModel(name) ?? fail(apiErrors.modelNotFound(name))
  const prompt = readPrompt(body)
  const fields = {
    seconds: readListed(body, model, 'seconds'),
    size: readListed(body, model, 'size'),
    aspect_ratio: readListed(body, model, 'aspect_ratio'),
    resolution: readListed(body, model, 'resolution'),
  }
  await checkReferences(body, name, model)
  return {
    ...describeModel(name),
    prompt,
    ...(fields.seconds !== undefined && { seconds: fields.seconds }),
    size: frameOf(fields),
  }
}

/** Reads a field whose values the documentation lists; `undefined` for one that the model does not have. */
function readListed(body: CreateBody, model: EmulatedModel, field: ListedField): string | undefined {
  const allowed = model.values[field]
  if (!allowed) return model.defaults[field]
  const value = readText(body, field) ?? model.defaults[field]
  if (value === undefined || allowed.includes(value)) return value
  return fail(ofModel(model, apiErrors.invalidValue(field, value, allowed)))
}

/** The frame of the video. Omni renders 1:1 as landscape, and 1080p as 720p, as its page observed. */
function frameOf({ size, aspect_ratio }: Partial<Record<ListedField, string>>): string {
  return size ?? (aspect_ratio === '9:16' ? '720x1280' : '1280x720')
}

async function checkReferences(body: CreateBody, name: string, model: EmulatedModel): Promise<void> {
  const { references } = model
  const files = body.values.get('input_reference') ?? []
  if (!references || files.length === 0) return
  if (references === 'none') return fail(ofModel(model, apiErrors.noReferences(name)))
  if (files.length > references.max)
    return fail(ofModel(model, apiErrors.tooManyReferences(references.max, files.length)))
  // JSON has no files: a URL or a data URL stands for one.
  if (body.type === 'application/json') return
  for (const file of files) {
    if (!(file instanceof Blob)) return fail(ofModel(model, apiErrors.notFile('input_reference')))
    const { types } = references
    const type = await pictureType(file)
    if (types && !types.includes(type)) return fail(ofModel(model, apiErrors.noPicture(types)))
  }
}

/** The type of a picture by its first bytes, since `curl` names no type for many files; `''` for another file. */
async function pictureType(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.slice(0, 12).arrayBuffer())
  const head = String.fromCharCode(...bytes)
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png'
  return /^RIFF[^]{4}WEBP$/.test(head) ? 'image/webp' : ''
}

/** The error of a field in the words of the model's provider. */
function ofModel({ errorCode }: EmulatedModel, error: ApiError): ApiError {
  if (errorCode === undefined) return error
  // The provider calls the field `duration`.
  const field = error.param === 'seconds' ? 'duration' : error.param
  const message = `The parameter \`${field}\` specified in the request is not valid: ${error.message}`
  return { ...error, code: errorCode, message }
}
