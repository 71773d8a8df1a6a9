import {
  type CheckContext,
  type CheckVideoProxyOptions,
  createCheckContext,
  type ProxyFetch,
  type Requirement,
} from './CheckContext.js'
import { authentication, crossSite, ownership, privateAnswers } from './requirements/access.js'
import { rangeFallback, ranges, streaming, textAsVideo, unsatisfiableRange } from './requirements/content.js'
import { closedLimits, manyValues } from './requirements/creates.js'
import { manyTasks } from './requirements/manyTasks.js'
import { optionalRoutes } from './requirements/optionalRoutes.js'
import { cacheControl, head, jsonErrors, nosniff, redirects, requestId } from './requirements/responses.js'
import { pathTraversal, routes } from './requirements/routing.js'
import { apiKey, errorMessages, requestHeaders, responseHeaders } from './requirements/secrecy.js'
import { abort, createOnce, pollHints, sharedPolls } from './requirements/upstreamRequests.js'
import { type ProxyCheckResult, type ProxyRequirement, unknown, type Verdict } from './results.js'

/**
 * Checks a proxy route against 28 requirements, and one more for each optional route that `routes` names: routes, access control,
 * limits, secrecy of the key, video delivery, and, with the emulator behind it, its behavior when the API fails. Works for any
 * implementation.
 *
 * Nothing is billed: tasks are created only after the emulator was detected behind the proxy.
 *
 * @param fetch the handler of the proxy, or `globalThis.fetch`
 * @returns one result for each requirement
 * @throws the error of `fetch` if the route cannot be reached
 *
 * @example
 * ```ts
 * import { createVideoProxy } from 'react-video-task/server'
 * import { checkVideoProxy, createVideoEmulator } from 'react-video-task/testing'
 *
 * const emulator = createVideoEmulator()
 * const proxy = createVideoProxy({
 *   apiKey: 'sk-emulator',
 *   fetch: emulator.fetch,
 *   limits: { promptLength: 4_000 },
 *   authorize: ({ request }) => {
 *     const id = /session=(\w+)/.exec(request.headers.get('cookie') ?? '')?.[1]
 *     return id !== undefined && { id }
 *   },
 *   onError: () => undefined, // the check provokes errors
 * })
 * const results = await checkVideoProxy(proxy, {
 *   emulator,
 *   headers: { cookie: 'session=ann' },
 *   otherHeaders: { cookie: 'session=bob' },
 * })
 * console.table(results.filter(({ status }) => status !== 'pass'))
 * ```
 */
export async function checkVideoProxy(
  fetch: ProxyFetch,
  options: CheckVideoProxyOptions = {},
): Promise<ProxyCheckResult[]> {
  const context = await createCheckContext(fetch, options)
  const results: ProxyCheckResult[] = []
  for (const [name, requirement] of Object.entries(requirements) as [ProxyRequirement, Requirement][]) {
    const { description, route } = requirement
    if (route && !context.isOn(route)) continue
    results.push({ requirement: name, description, ...(await runCheck(requirement, context)) })
  }
  return results
}

async function runCheck(
  { check, needsEmulator = false }: Requirement,
  context: CheckContext,
): Promise<Verdict> {
  if (needsEmulator && !context.canCreate) return unknown(context.whyNot)
  try {
    return await check(context)
  } catch (error) {
    return unknown(`could not be checked: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/**
 * All requirements in the order of the check. `api-key` searches all earlier answers. `poll-hints` is last, because its 429
 * can end all polls of the key for a while.
 */
export const requirements: Readonly<Record<ProxyRequirement, Requirement>> = {
  routes,
  'path-traversal': pathTraversal,
  authentication,
  ownership,
  'private-answers': privateAnswers,
  'cross-site': crossSite,
  'many-values': manyValues,
  'closed-limits': closedLimits,
  'request-headers': requestHeaders,
  'response-headers': responseHeaders,
  'error-messages': errorMessages,
  'request-id': requestId,
  'json-errors': jsonErrors,
  ranges,
  'unsatisfiable-range': unsatisfiableRange,
  'range-fallback': rangeFallback,
  head,
  nosniff,
  'cache-control': cacheControl,
  'text-as-video': textAsVideo,
  redirects,
  streaming,
  abort,
  'create-once': createOnce,
  'shared-polls': sharedPolls,
  'many-tasks': manyTasks,
  ...optionalRoutes,
  'api-key': apiKey,
  'poll-hints': pollHints,
}
