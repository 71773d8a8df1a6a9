import { type ApiError, apiErrors, ApiFault, jsonResponse } from '../http/apiErrors.js'
import { scenarioOfHeader, scenarioOfTask } from '../scenarios/chooseScenario.js'
import type { ScenarioRequest } from '../scenarios/Scenario.js'
import { nextTaskId } from '../settings.js'
import { type EmulatedTask, noRequestTimes, stateAt } from '../tasks/task.js'
import { type Exchange, respond, taskBody } from './exchange.js'

/** `POST …/videos`: creates a task. */
export async function answerCreate(exchange: Exchange): Promise<Response> {
  const { request, settings, state, entry, signal } = exchange
  const { clock, duration } = settings
  const form = await readForm(request, settings.maxBodyBytes)
  entry.params = listFields(form)
  const id = nextTaskId(settings, state)
  const prompt = form.get('prompt')
  const scenario =
    scenarioOfHeader(request.headers, settings, id) ??
    scenarioOfTask(settings, id, typeof prompt === 'string' ? prompt : '')
  // A script counts creates only: they have no task whose create their times could refer to.
  const earlier = Array.from({ length: state.createCount++ }, () => 0)
  const scenarioRequest: ScenarioRequest = { route: 'create', elapsed: 0, duration, earlier, polls: [] }

  const signVideoUrl = () => ''
  return respond(exchange, scenario, scenarioRequest, signVideoUrl, () => {
    signal.throwIfAborted()
    const fields = validateForm(form)
    if (scenario.refusal) throw new ApiFault(scenario.refusal)
    const now = clock.now()
    const rest = { duration, fields: {}, requestTimes: noRequestTimes() }
    const task: EmulatedTask = { id, ...fields, scenario, createdAt: now, ...rest }
    state.tasks.set(id, task)
    entry.taskId = id
    const context = { state: stateAt(task, now), scenario, scenarioRequest, now }
    return jsonResponse(taskBody(exchange, task, context))
  })
}

/**
 * Reads the body of a create.
 *
 * @throws {ApiFault} if it is too large or no multipart form
 */
async function readForm(request: Request, maxBodyBytes: number): Promise<FormData> {
  // The API documents multipart only: a JSON body and a URL-encoded form are rejected.
  const type = request.headers.get('content-type') ?? ''
  if (!/^multipart\/form-data\s*;/i.test(type)) throw new ApiFault(apiErrors.notMultipart)
  const body = await readBody(request, maxBodyBytes)
  return new Response(body, { headers: { 'content-type': type } }).formData().catch(() => {
    throw new ApiFault(apiErrors.malformedMultipart)
  })
}

/** Reads a body, and no more of it than the limit. */
async function readBody(request: Request, maxBodyBytes: number): Promise<Blob> {
  if (Number(request.headers.get('content-length')) > maxBodyBytes) fail(apiErrors.bodyTooLarge(maxBodyBytes))
  // In some browsers a request has no stream of its body.
  const reader = new Response(request.body ?? (await request.arrayBuffer())).body?.getReader()
  const chunks: Uint8Array<ArrayBuffer>[] = []
  let size = 0
  for (let result = await reader?.read(); result?.value; result = await reader?.read()) {
    size += result.value.byteLength
    if (size > maxBodyBytes) {
      await reader?.cancel()
      fail(apiErrors.bodyTooLarge(maxBodyBytes))
    }
    chunks.push(result.value)
  }
  return new Blob(chunks)
}

/** The most characters of one create's fields in the log. */
const MAX_LOGGED_CHARACTERS = 50_000

/** The fields of a form as text, a file as its name and size, a value that is too long for the log as its length. */
function listFields(form: FormData): Record<string, string> {
  const fields: Record<string, string> = {}
  let room = MAX_LOGGED_CHARACTERS
  form.forEach((value, name) => {
    const text = typeof value === 'string' ? value : `${value.name}, ${value.size} bytes`
    const logged = name.length + text.length > room ? `${text.length} characters` : text
    room -= name.length + logged.length
    if (room >= 0) fields[name] = logged
  })
  return fields
}

/** The API documents no limit; this one stands for a prompt that is far too long. */
const MAX_PROMPT_LENGTH = 10_000

/** The fields of a valid create with their defaults. */
interface CreateFields {
  model: string
  prompt: string
  seconds: string
  size: string
}

/**
 * Validates the fields of a create in the order of the API: the model, then its own fields.
 *
 * @throws {ApiFault} for the first invalid field
 */
function validateForm(form: FormData): CreateFields {
  const name = readText(form, 'model') ?? fail(apiErrors.missingField('model'))
  const model = Object.hasOwn(MODELS, name) ? MODELS[name] : undefined
  if (!model) return fail(apiErrors.modelNotFound(name))

  const prompt = readText(form, 'prompt') ?? ''
  if (prompt.trim() === '') return fail(apiErrors.missingField('prompt'))
  if (prompt.length > MAX_PROMPT_LENGTH)
    return fail(apiErrors.promptTooLong(MAX_PROMPT_LENGTH, prompt.length))

  const seconds = readText(form, 'seconds') ?? '5'
  if (!model.seconds.includes(seconds)) return fail(apiErrors.invalidValue('seconds', seconds, model.seconds))
  const size = readText(form, 'size') ?? '1920x1080'
  if (!model.sizes.includes(size)) return fail(apiErrors.invalidValue('size', size, model.sizes))
  return { model: name, prompt, seconds, size }
}

function readText(form: FormData, field: string): string | undefined {
  const value = form.get(field)
  if (value === null || value === '') return undefined
  return typeof value === 'string' ? value : fail(apiErrors.notText(field))
}

function fail(error: ApiError): never {
  throw new ApiFault(error)
}

interface Model {
  seconds: readonly string[]
  sizes: readonly string[]
}

const COMMON_SIZES = ['1280x720', '720x1280', '1920x1080', '1080x1920', '1440x1440']

/** The values that each model accepts, as the API's create page lists them. */
const MODELS: Readonly<Record<string, Model>> = {
  'wan2.6': {
    seconds: ['5', '10', '15'],
    sizes: [...COMMON_SIZES, '1088x832', '832x1088', '1632x1248', '1248x1632'],
  },
  'wan2.7': {
    seconds: ['2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12', '13', '14', '15'],
    sizes: COMMON_SIZES,
  },
}
