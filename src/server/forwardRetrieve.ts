import { askTask } from './askTask.js'
import type { ProxyKey } from './createProxyKey.js'
import type { TaskNames } from './presentTask.js'
import type { ProxySettings } from './readSettings.js'
import type { TaskAnswer } from './TaskAnswer.js'

/** For how long caches between here and the viewer may show a public task, in whole seconds. */
function cacheControl({ status, end }: TaskAnswer): string {
  const seconds = status === 200 ? Math.floor((end - Date.now()) / 1000) : 0
  return seconds > 0 ? `public, max-age=${seconds}` : 'no-store'
}

/** Answers with a task as the API last told it: to this viewer, to another one a moment ago, or to another instance. */
export async function forwardRetrieve(
  settings: ProxySettings,
  key: ProxyKey,
  request: Request,
  names: TaskNames,
  isPublic: boolean,
): Promise<Response> {
  const place = settings.cachePlace + encodeURIComponent(names.shownId)
  const answer = await settings.tasks.get(place, request, (shared) => askTask(settings, key, names, shared))
  const { status, headers, body } = answer
  const init = isPublic ? { ...headers, 'cache-control': cacheControl(answer) } : headers
  return new Response(body, { status, headers: init })
}
