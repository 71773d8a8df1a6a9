import { apiErrors, ApiFault, jsonResponse } from '../http/apiErrors.js'
import { type Exchange, respond, writeTask } from './exchange.js'
import { scenarioOfHeader, scenarioOfTask } from './scenarioOf.js'
import type { ScenarioRequest } from '../scenarios/Scenario.js'
import { newTaskId } from '../settings.js'
import { type EmulatedTask, nothingAsked, stateAt } from '../tasks/task.js'

/** `POST …/videos`: makes a task. */
export async function answerCreate(exchange: Exchange): Promise<Response> {
  const { request, settings, state, entry, signal } = exchange
  const { clock, duration } = settings
  const form = await readForm(request)
  entry.params = listFields(form)
  const id = newTaskId(settings, state)
  const prompt = form.get('prompt')
  const scenario =
    scenarioOfHeader(request.headers, settings, id) ??
    scenarioOfTask(settings, id, typeof prompt === 'string' ? prompt : '')
  // A create has no task to count by; what a script needs to know is how many there were.
  const earlier = Array.from({ length: state.createCount++ }, () => 0)
  const asked: ScenarioRequest = { route: 'create', elapsed: 0, duration, earlier, polls: [] }

  return respond(
    exchange,
    scenario,
    asked,
    () => '',
    () => {
      signal.throwIfAborted()
      const fields = checkCreateForm(form)
      if (scenario.refusal) throw new ApiFault(scenario.refusal)
      const now = clock.now()
      const task: EmulatedTask = {
        ...{ id, ...fields, scenario, createdAt: now, duration, fields: {} },
        asked: nothingAsked(),
      }
      state.tasks.set(id, task)
      entry.taskId = id
      return jsonResponse(writeTask(exchange, task, { state: stateAt(task, now), scenario, asked, now }))
    },
  )
}

/**
 * Reads the body of a create.
 *
 * @throws {ApiFault} when it is no form
 */
async function readForm(request: Request): Promise<FormData> {
  // The documented create is multipart only: a form in the query's encoding or a JSON body is refused as well.
  const isMultipart = /^multipart\/form-data\s*;/i.test(request.headers.get('content-type') ?? '')
  if (!isMultipart) throw new ApiFault(apiErrors.notMultipart)
  return request.formData().catch(() => {
    throw new ApiFault(apiErrors.malformedMultipart)
  })
}

/** The fields of a form as text; a file as its name and size. */
function listFields(form: FormData): Record<string, string> {
  const fields: Record<string, string> = {}
  form.forEach((value, name) => {
    fields[name] = typeof value === 'string' ? value : `${value.name}, ${value.size} bytes`
  })
  return fields
}

/** The vendor's pages name no limit; the emulator's stands for "far too long". */
const PROMPT_LIMIT = 10_000

/** A create that the vendor would take, its defaults filled in. */
interface CreateForm {
  model: string
  prompt: string
  seconds: string
  size: string
}

/**
 * Checks the fields of a create, in the order a gateway does: model, then the model's own fields.
 *
 * @throws {ApiFault} for the first thing that is wrong
 */
function checkCreateForm(form: FormData): CreateForm {
  const name = readText(form, 'model') ?? fault(apiErrors.missingField('model'))
  const model = Object.hasOwn(wanModels, name) ? wanModels[name] : undefined
  if (!model) return fault(apiErrors.modelNotFound(name))

  const prompt = readText(form, 'prompt') ?? ''
  if (prompt.trim() === '') return fault(apiErrors.missingField('prompt'))
  if (prompt.length > PROMPT_LIMIT) return fault(apiErrors.promptTooLong(PROMPT_LIMIT, prompt.length))

  const seconds = readText(form, 'seconds') ?? '5'
  if (!model.seconds.includes(seconds))
    return fault(apiErrors.invalidValue('seconds', seconds, model.seconds))
  const size = readText(form, 'size') ?? '1920x1080'
  if (!model.sizes.includes(size)) return fault(apiErrors.invalidValue('size', size, model.sizes))
  return { model: name, prompt, seconds, size }
}

function readText(form: FormData, field: string): string | undefined {
  const value = form.get(field)
  if (value === null || value === '') return undefined
  return typeof value === 'string' ? value : fault(apiErrors.notText(field))
}

function fault(error: ConstructorParameters<typeof ApiFault>[0]): never {
  throw new ApiFault(error)
}

const COMMON_SIZES = ['1280x720', '720x1280', '1920x1080', '1080x1920', '1440x1440']

interface WanModel {
  seconds: readonly string[]
  sizes: readonly string[]
}

/** What each model takes, as the vendor's create page lists it. */
const wanModels: Readonly<Record<string, WanModel>> = {
  'wan2.6': {
    seconds: ['5', '10', '15'],
    sizes: [...COMMON_SIZES, '1088x832', '832x1088', '1632x1248', '1248x1632'],
  },
  'wan2.7': {
    seconds: ['2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12', '13', '14', '15'],
    sizes: COMMON_SIZES,
  },
}
