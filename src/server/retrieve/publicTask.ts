import { readTaskId } from '../../core/wire/taskId.js'
import { unwrapEnvelope } from '../../core/wire/envelope.js'
import { parseStatus } from '../../core/wire/status.js'
import { isRecord } from '../../core/wire/fieldValues.js'
import { addContentLink, type ContentLinks } from '../access/contentLinks.js'
import { replaceTaskIds, type TaskIds } from '../access/ownership.js'
import { jsonHeaders } from '../headers.js'
import { responseTtl } from './cacheTtl.js'
import type { CachedResponse } from './taskCache.js'
import type { UpstreamJson } from '../upstream/upstreamJson.js'

/** How tasks are shown to callers. */
export interface PublicTaskSettings {
  /** How long the answer about a running task is shown, in ms. */
  ttl: number
  /** Links to videos that only the content route serves; `undefined` where they are not signed. */
  links: ContentLinks | undefined
}

/**
 * Turns the API's answer about a task into the one that all its viewers get: with the public id, with a content link where
 * the task has no playable URL, and with the time for which it holds. An answer without a change keeps its text.
 */
export async function toPublicTask(
  { status, headers, text }: UpstreamJson,
  ids: TaskIds,
  { ttl, links }: PublicTaskSettings,
): Promise<CachedResponse> {
  const body: unknown = JSON.parse(text)
  const task = isRecord(body) ? unwrapEnvelope(body, ids.taskId) : undefined
  const lifetime = responseTtl(status, task, ttl)

  let shown = body
  if (links && status < 300 && isRecord(body) && task && parseStatus(task).status === 'completed') {
    shown = await addContentLink(body, task, ids, links)
  }
  if (ids.publicId !== ids.taskId) {
    // Some gateways answer under an id of their own; the caller must see the one that it can use.
    const taskIds = new Set([ids.taskId, (task && readTaskId(task)) ?? ids.taskId])
    shown = replaceTaskIds(shown, taskIds, ids.publicId)
  }
  const shownText = shown === body ? text : JSON.stringify(shown)
  return {
    status,
    headers: Object.fromEntries(jsonHeaders(headers, shownText)),
    body: shownText,
    end: Date.now() + lifetime,
  }
}
