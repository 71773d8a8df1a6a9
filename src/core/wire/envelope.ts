import { readStatusWord } from './status.js'
import { isRecord, readText } from './values.js'

/** Deepest nesting seen is two; a cap keeps a hostile body from being walked for long. */
const MAX_DEPTH = 4

/** What an envelope may say of the request itself, in the place of a status (JSend). */
const GREETING = /^(success|ok)$/i

/** Always an envelope, unless what holds it is a task itself: then it is the upstream's own copy. */
const ENVELOPES = ['data', 'task']
/** A task's own fields, but an envelope where they hold the status or id that is missing outside, as DashScope's `output`. */
const SOMETIMES_ENVELOPES = ['result', 'response', 'output']

/** What an envelope may tell of the task inside: why it failed, whom to ask, and Novita's list of videos. */
const ALONG = ['message', 'request_id', 'videos']

/** The object in an envelope; of a list, the one that was asked for, never another task's. */
function pick(value: unknown, askedId: string | undefined): Record<string, unknown> | undefined {
  if (!Array.isArray(value)) return isRecord(value) ? value : undefined
  return value.filter(isRecord).find((item) => {
    const id = readTaskId(item)
    return askedId === undefined || id === undefined || id === askedId
  })
}

function carry(body: Record<string, unknown>, task: Record<string, unknown>): Record<string, unknown> {
  const names = ALONG.filter((name) => {
    const isSaid = readText(body[name]) !== undefined || Array.isArray(body[name])
    return isSaid && readText(task[name]) === undefined
  })
  return { ...task, ...Object.fromEntries(names.map((name) => [name, body[name]])) }
}

/**
 * The task inside `{code, message, data: {…}}` wrappers. An object with a status is the task, whatever it holds further
 * down, but for the `status: "success"` of an answer without an id whose `data` has a status of its own. An object with
 * an id and no status is one too, and its `data` may tell the status if that could be the same task's.
 */
export function unwrapEnvelope(
  body: Record<string, unknown>,
  askedId?: string,
  depth = 0,
): Record<string, unknown> {
  const id = readTaskId(body)
  const word = readStatusWord(body)
  const isGreeting = id === undefined && GREETING.test(word ?? '')
  if (depth === MAX_DEPTH || (word !== undefined && !isGreeting)) return body
  const names = isGreeting || id !== undefined ? ENVELOPES : [...ENVELOPES, ...SOMETIMES_ENVELOPES]
  for (const name of names) {
    const inside = pick(body[name], askedId)
    if (inside === undefined) continue
    const task = unwrapEnvelope(inside, askedId, depth + 1)
    const taskId = readTaskId(task)
    const hasStatus = readStatusWord(task) !== undefined
    if (id !== undefined) {
      if (hasStatus && (taskId === undefined || taskId === id)) return { ...body, ...task, id }
    } else if (hasStatus || (!isGreeting && (taskId !== undefined || ENVELOPES.includes(name)))) {
      return carry(body, task)
    }
  }
  return body
}

/**
 * The id a task names itself: `id`, else `task_id`. A number that JSON could not carry exactly is none: whoever asks with
 * it would ask for another task.
 */
export function readTaskId(task: Record<string, unknown>): string | undefined {
  for (const value of [task['id'], task['task_id'], task['taskId']]) {
    const id = typeof value === 'number' && !Number.isSafeInteger(value) ? undefined : readText(value)
    if (id !== undefined) return id
  }
  return undefined
}
