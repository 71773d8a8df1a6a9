import type { BodyType, CreateBody, CreateFields } from '../gateways/Gateway.js'
import { fail, readPrompt } from '../gateways/Gateway.js'
import { apiErrors, ApiFault, jsonResponse } from '../http/apiErrors.js'
import { scenarioOfHeader, scenarioOfTask } from '../scenarios/chooseScenario.js'
import type { ScenarioRequest } from '../scenarios/Scenario.js'
import { nextTaskId } from '../settings.js'
import { type EmulatedTask, noRequestTimes, stateAt } from '../tasks/task.js'
import { type Exchange, findTask, respond, taskBody } from './exchange.js'
import type { Bytes } from '../http/bodyStream.js'

/** `POST …/videos`: creates a task. */
export async function answerCreate(exchange: Exchange): Promise<Response> {
  const { gateway, maxBodyBytes } = exchange.settings
  const body = await readBody(exchange.request, gateway.bodies, maxBodyBytes)
  return createTask(exchange, body, () => gateway.readCreate(body))
}

/** `POST …/videos/{id}/remix`: creates a task from a completed one and a prompt, in JSON. */
export async function answerRemix(exchange: Exchange): Promise<Response> {
  const { request, settings } = exchange
  const source = findTask(exchange)
  const body = await readBody(request, ['application/json'], settings.maxBodyBytes)
  return createTask(exchange, body, () => {
    if (!source.style.canRemix) return fail(apiErrors.notRemixable(source.model))
    const { status } = stateAt(source, settings.clock.now())
    if (status !== 'completed') return fail(apiErrors.remixOfUnfinished(status))
    const { model, seconds, size, style } = source
    return { model, seconds, size, style, prompt: readPrompt(body), remixedFrom: source.id }
  })
}

/** Creates a task unless its scenario replaces the response. */
function createTask(
  exchange: Exchange,
  body: CreateBody,
  readFields: () => Promise<CreateFields> | (CreateFields & { remixedFrom?: string }),
): Promise<Response> {
  const { request, settings, state, entry, signal } = exchange
  const { clock, duration, gateway } = settings
  entry.params = listFields(body)
  const id = nextTaskId(settings, state)
  const prompt = body.values.get('prompt')?.[0]
  const scenario =
    scenarioOfHeader(request.headers, settings, id) ??
    scenarioOfTask(settings, id, typeof prompt === 'string' ? prompt : '')
  // A script counts creates only: they have no task whose create their times could refer to.
  const earlier = Array.from({ length: state.createCount++ }, () => 0)
  const scenarioRequest: ScenarioRequest = { route: 'create', elapsed: 0, duration, earlier, polls: [] }

  const signVideoUrl = () => ''
  return respond(exchange, scenario, scenarioRequest, signVideoUrl, async () => {
    signal.throwIfAborted()
    const fields = await readFields()
    if (scenario.refusal) return fail(scenario.refusal)
    const now = clock.now()
    const rest = { duration, fields: {}, requestTimes: noRequestTimes() }
    const task: EmulatedTask = { id, ...fields, scenario, createdAt: now, ...rest }
    state.tasks.set(id, task)
    entry.taskId = id
    const context = { state: stateAt(task, now), scenario, scenarioRequest, now }
    const headers = gateway.createHeaders?.(task)
    return jsonResponse(taskBody(exchange, task, context), { status: gateway.createStatus, headers })
  })
}

/**
 * Reads the body of a create.
 *
 * @param accepted the content types that the route takes
 * @throws {ApiFault} if it is too large, has another type or is malformed
 */
async function readBody(
  request: Request,
  accepted: readonly BodyType[],
  maxBodyBytes: number,
): Promise<CreateBody> {
  const header = request.headers.get('content-type') ?? ''
  const type = accepted.find((name) => new RegExp(`^${name}\\s*(;|$)`, 'i').test(header))
  if (type === undefined || (type === 'multipart/form-data' && !header.includes(';')))
    throw new ApiFault(accepted.includes('multipart/form-data') ? apiErrors.notMultipart : apiErrors.notJson)
  const bytes = await readBytes(request, maxBodyBytes)
  if (type === 'application/json') return { type, values: parseJson(await bytes.text()) }
  const form = await new Response(bytes, { headers: { 'content-type': header } }).formData().catch(() => {
    throw new ApiFault(apiErrors.malformedMultipart)
  })
  return { type, values: new Map([...new Set(form.keys())].map((name) => [name, form.getAll(name)])) }
}

function parseJson(text: string): CreateBody['values'] {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return fail(apiErrors.malformedJson)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return fail(apiErrors.malformedJson)
  return new Map(Object.entries(value).map(([name, field]) => [name, [field]]))
}

/** Reads a body, and no more of it than the limit. */
async function readBytes(request: Request, maxBodyBytes: number): Promise<Blob> {
  if (Number(request.headers.get('content-length')) > maxBodyBytes) fail(apiErrors.bodyTooLarge(maxBodyBytes))
  // In some browsers a request has no stream of its body.
  const reader = new Response(request.body ?? (await request.arrayBuffer())).body?.getReader()
  const chunks: Bytes[] = []
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

/** The fields of a create as text: see `EmulatedRequest.params`. */
function listFields({ values }: CreateBody): Record<string, string> {
  const fields: Record<string, string> = {}
  let room = MAX_LOGGED_CHARACTERS
  for (const [name, list] of values) {
    const text = list.map(describeValue).join('; ')
    const logged = name.length + text.length > room ? `${text.length} characters` : text
    room -= name.length + logged.length
    if (room >= 0) fields[name] = logged
  }
  return fields
}

function describeValue(value: unknown): string {
  if (value instanceof File) return `${value.name}, ${value.size} bytes`
  return typeof value === 'string' ? value : JSON.stringify(value)
}
