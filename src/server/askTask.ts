import { askUpstream } from './askUpstream.js'
import { cleanError } from './cleanError.js'
import type { ProxyKey } from './createProxyKey.js'
import { presentTask, type TaskNames } from './presentTask.js'
import { ProxyError } from './ProxyError.js'
import type { ProxySettings } from './readSettings.js'
import { readJsonAnswer } from './readJsonAnswer.js'
import type { TaskAnswer } from './TaskAnswer.js'

/** An error that others wait for too, who do not know the key that has to be taken out of it. */
function toShared(error: unknown, redact: (text: string) => string): unknown {
  if (!(error instanceof ProxyError)) return cleanError(error, redact)
  const { status, code, message, headers, cause } = error
  return new ProxyError(status, code, redact(message), {
    headers,
    cause: cause === undefined ? undefined : cleanError(cause, redact),
  })
}

/**
 * Asks the API for a task, for all who want to know. A HEAD asks with GET too: gateways that route by method know only
 * that.
 *
 * @throws {ProxyError} what `readJsonAnswer` throws; nothing that is thrown holds the key
 */
export async function askTask(
  { baseURL, fetch, ttl, links }: ProxySettings,
  { authorization, redact }: ProxyKey,
  names: TaskNames,
  signal: AbortSignal,
): Promise<TaskAnswer> {
  const headers = new Headers({ accept: 'application/json', authorization })
  const url = `${baseURL}/videos/${encodeURIComponent(names.taskId)}`
  try {
    const response = await askUpstream(fetch, { method: 'GET', url, headers, signal })
    return await presentTask(await readJsonAnswer(response, signal, redact), names, { ttl, links })
  } catch (error) {
    throw toShared(error, redact)
  }
}
