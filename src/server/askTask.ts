import { VideoNetworkError } from '../core/VideoNetworkError.js'
import { withTimeout } from '../core/withTimeout.js'
import { askUpstream } from './askUpstream.js'
import { cleanError } from './cleanError.js'
import type { ProxyKey } from './createProxyKey.js'
import { presentTask, type TaskNames } from './presentTask.js'
import { ProxyError } from './ProxyError.js'
import type { ProxySettings } from './readSettings.js'
import { relayJson } from './relayJson.js'
import type { TaskAnswer } from './TaskAnswer.js'

/** An error that others wait for too, who do not know the key that has to be taken out of it. */
function toShared(error: unknown, redact: (text: string) => string): unknown {
  if (error instanceof VideoNetworkError && error.code === 'timeout') {
    return new ProxyError(504, 'upstream_timeout', 'The video API did not answer in time.')
  }
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
 * @throws {ProxyError} 504 `upstream_timeout` without a complete answer in time, and what `relayJson` throws
 */
export async function askTask(
  { baseURL, fetch, timeout, ttl, links }: ProxySettings,
  { authorization, redact }: ProxyKey,
  names: TaskNames,
  shared: AbortSignal,
): Promise<TaskAnswer> {
  const headers = new Headers({ accept: 'application/json', authorization })
  const url = `${baseURL}/videos/${encodeURIComponent(names.taskId)}`
  try {
    return await withTimeout(
      async (signal) => {
        const response = await askUpstream(fetch, { method: 'GET', url, headers, signal })
        return presentTask(await relayJson(response, signal, redact), names, { ttl, links })
      },
      { url, signal: shared, timeout },
    )
  } catch (error) {
    throw toShared(error, redact)
  }
}
