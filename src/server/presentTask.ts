import { isRecord } from '../core/isRecord.js'
import { parseStatus } from '../core/parseStatus.js'
import { readTaskId } from '../core/readTaskId.js'
import { unwrapEnvelope } from '../core/unwrapEnvelope.js'
import { addContentLink, type ContentLinks } from './addContentLink.js'
import { answerLifetime } from './answerLifetime.js'
import { jsonHeaders } from './jsonResponse.js'
import type { JsonAnswer } from './readJsonAnswer.js'
import { replaceTaskIds } from './replaceTaskIds.js'
import type { TaskAnswer } from './TaskAnswer.js'

/** A task by the API's id, and by the one that callers know. */
export interface TaskNames {
  taskId: string
  shownId: string
}

/** What of the settings an answer about a task depends on. */
export interface Presentation {
  ttl: number
  links: ContentLinks | undefined
}

/**
 * Makes of the API's answer about a task the one that all its viewers get: their id in it, a link where one is needed,
 * and for how long it holds. Where nothing is to be changed, the text stays as it came.
 */
export async function presentTask(
  { status, headers, text }: JsonAnswer,
  names: TaskNames,
  { ttl, links }: Presentation,
): Promise<TaskAnswer> {
  const value: unknown = JSON.parse(text)
  const task = isRecord(value) ? unwrapEnvelope(value, names.taskId) : undefined
  const lifetime = answerLifetime(status, task, ttl)

  let shown = value
  if (links && status < 300 && isRecord(value) && task && parseStatus(task).status === 'completed') {
    shown = await addContentLink(value, task, names, links)
  }
  if (names.shownId !== names.taskId) {
    // Some gateways answer under an id of their own: what was asked for is the one that works.
    const ids = new Set([names.taskId, (task && readTaskId(task)) ?? names.taskId])
    shown = replaceTaskIds(shown, ids, names.shownId)
  }
  const body = shown === value ? text : JSON.stringify(shown)
  const { byteLength } = new TextEncoder().encode(body)
  return {
    status,
    headers: { ...Object.fromEntries(headers), ...jsonHeaders(byteLength) },
    body,
    end: Date.now() + lifetime,
  }
}
