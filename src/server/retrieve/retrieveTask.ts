import type { TaskIds } from '../access/ownership.js'
import { withoutStillRequest } from '../archive/keptAnswers.js'
import type { VideoProxyUser } from '../calls.js'
import { redactError, withRedactedErrors } from '../proxyError.js'
import type { ProxySettings } from '../resolveOptions.js'
import type { ProxyKey } from '../upstream/apiKey.js'
import { readUpstreamJson } from '../upstream/upstreamJson.js'
import { fetchTask } from '../upstream/videosApi.js'
import { toPublicTask } from './publicTask.js'
import type { CachedResponse, Viewer } from './taskCache.js'

/** The last stages of a retrieve, for a caller who may see the task. */
export async function retrieveTask(
  { tasks, api, publicTask, archive, hooks, records, report }: ProxySettings,
  { authorization, redact, apis }: ProxyKey,
  viewer: Viewer,
  ids: TaskIds,
  user: VideoProxyUser | undefined,
): Promise<CachedResponse> {
  // Cache: viewers who poll together share one request to the API, and one answer for a short time.
  const load = (signal: AbortSignal) =>
    withRedactedErrors(redact, async () => {
      // Upstream.
      const response = await fetchTask(api, authorization, ids.taskId, signal)

      // Redaction: the key and the gateway's details are removed.
      const task = await readUpstreamJson(response, signal, redact)

      // Public id: and a content link, where the task has no playable URL.
      return toPublicTask(task, ids, publicTask)
    })
  const cached = await tasks.get(ids, viewer, (signal) =>
    // Archive: the task of a kept film names the app's own URL, whatever has become of it at the API.
    archive ? archive.show(ids, apis, () => load(signal)) : load(signal),
  )

  // Still: a page is asked for one only where it is the owner's.
  const answer = user ? cached : withoutStillRequest(cached)

  // End: the app learns of it with the first answer that shows it.
  await hooks.learn(cached, { ids, user, redact })

  // Record: its owner sees title and parameters, as in the list. A store that is down takes nothing else from a poll.
  const { publicId: taskId } = ids
  const withRecord =
    user &&
    (await records?.show(taskId, user, cached).catch((error: unknown) =>
      report(redactError(error, redact), {
        action: 'retrieve',
        taskId,
        status: 200,
        code: 'tasks_unavailable',
      }),
    ))
  return withRecord ?? answer
}
