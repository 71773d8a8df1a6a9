import { isRecord, parseJson } from './fieldValues.js'
import { readStatusWord } from './status.js'
import { readTaskId } from './readTaskId.js'
import { findVideoUrl } from './findVideoUrl.js'

/**
 * Unwraps the task in envelopes such as `{code, message, data: {…}}`; a body without one is returned as it is.
 *
 * An object with a status is the task, whatever it contains, except for a greeting: the `status: "success"` of an answer
 * without an id, which is about the request. The status inside counts then; without one, a greeting stands for it only
 * where there is the URL of a video. An object with an id and no status is the task too; its `data` may add the status
 * where it can be the same task's.
 *
 * @param askedId id of the request; in a list, the task with this id or without any is taken, never another one
 */
export function unwrapEnvelope(
  body: Record<string, unknown>,
  askedId?: string,
  depth = 0,
): Record<string, unknown> {
  const id = readTaskId(body)
  const word = readStatusWord(body)
  const isGreeting = !id && GREETING.test(word ?? '')
  if (depth === MAX_DEPTH || (word && !isGreeting)) return body
  for (const name of id ? ENVELOPES : [...ENVELOPES, ...POSSIBLE_ENVELOPES]) {
    const inside = pickTask(body[name], askedId)
    if (!inside) continue
    const task = unwrapEnvelope(inside, askedId, depth + 1)
    const taskId = readTaskId(task)
    const hasStatus = readStatusWord(task)
    if (id) {
      if (hasStatus && (!taskId || taskId === id)) return { ...body, ...task, id }
    } else if (hasStatus || taskId || (!isGreeting && ENVELOPES.includes(name))) {
      return copyTaskFields(body, hasStatus || !isGreeting ? task : greeted(task, word))
    }
  }
  return isGreeting && Object.keys(body).length > 1 ? greeted(body, word) : body
}

/** A task with a greeting instead of a status of its own. */
const greeted = (task: Record<string, unknown>, word: string | undefined) => ({
  ...task,
  status: findVideoUrl(task) && word,
  task_status: undefined,
  state: undefined,
})

/** Deepest nesting that is followed, against hostile bodies; the deepest one seen is 2. */
const MAX_DEPTH = 4

/** The status of a request that went well, in the field of a task's status (JSend). */
const GREETING = /^(success|ok)$/i

/** Always an envelope, unless the outer object is a task: then it is the upstream's own copy. */
const ENVELOPES = ['data', 'task']

/** A task's own fields, but an envelope where they hold the status or id that is missing outside, as DashScope's `output`. */
const POSSIBLE_ENVELOPES = ['result', 'response', 'output', 'video', 'job', 'generation', 'tasks', 'videos']

function pickTask(value: unknown, askedId: string | undefined): Record<string, unknown> | undefined {
  const inside = typeof value === 'string' ? parseJson(value) : value
  if (!Array.isArray(inside)) return isRecord(inside) ? inside : undefined
  return inside.filter(isRecord).find((item) => {
    const id = readTaskId(item)
    return askedId === undefined || !id || id === askedId
  })
}

/** What an envelope may say of its task: why it failed, the id of the request, and Novita's list of videos. */
const TASK_FIELDS = ['message', 'error', 'base_resp', 'request_id', 'videos']

function copyTaskFields(
  body: Record<string, unknown>,
  task: Record<string, unknown>,
): Record<string, unknown> {
  const copy = { ...task }
  for (const name of TASK_FIELDS) {
    if (body[name] && !task[name]) copy[name] = body[name]
  }
  return copy
}
