import { type CheckContext, createCheckContext, type Guarantee, type ProxyFetch } from './CheckContext.js'
import { anonymous, crossSite, owners } from './guarantees/access.js'
import { abort, createOnce, pollHints, sharedPolls } from './guarantees/billing.js'
import { ranges, rangesAnyway, streaming, textAsVideo, unsatisfiableRange } from './guarantees/bytes.js'
import {
  caching,
  head,
  jsonErrors,
  nosniff,
  redirects,
  requestId,
  routes,
  smuggling,
} from './guarantees/routing.js'
import { callerHeaders, key, upstreamHeaders, upstreamTexts } from './guarantees/secrecy.js'
import type { CheckVideoProxyOptions, ProxyCheckResult, ProxyGuarantee } from './ProxyCheck.js'
import { unknown, type Verdict } from './Verdict.js'

async function tryOut({ check, needsEmulator = false }: Guarantee, context: CheckContext): Promise<Verdict> {
  if (needsEmulator && !context.canCreate) return unknown(context.whyNot)
  try {
    return await check(context)
  } catch (error) {
    return unknown(`could not be tried: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/**
 * Checks what a video proxy of yours promises, whatever it is made of: where its handler or a `fetch` leads, which routes
 * it answers, whom it refuses, and, with the emulator behind it, what it does when the API misbehaves.
 *
 * Nothing it sends is billed: it makes tasks only where it has seen that the emulator stands behind the proxy.
 *
 * @example
 * const results = await checkVideoProxy(fetch, { baseURL: 'https://app.example.com/api/v1', headers: { cookie } })
 * console.table(results.filter(({ kept }) => kept !== true))
 *
 * @param fetch the proxy's own handler, or `globalThis.fetch`
 * @returns one line for each guarantee
 * @throws what `fetch` does when the route cannot be reached at all
 */
export async function checkVideoProxy(
  fetch: ProxyFetch,
  options: CheckVideoProxyOptions = {},
): Promise<ProxyCheckResult[]> {
  const context = await createCheckContext(fetch, options)
  const results: ProxyCheckResult[] = []
  for (const [guarantee, line] of Object.entries(guarantees) as [ProxyGuarantee, Guarantee][]) {
    results.push({ guarantee, about: line.about, ...(await tryOut(line, context)) })
  }
  return results
}

/** All lines of the check in their order; the key is looked for last, in all that was answered before. */
export const guarantees: Readonly<Record<ProxyGuarantee, Guarantee>> = {
  ...{ routes, smuggling, anonymous, owners },
  'cross-site': crossSite,
  'caller-headers': callerHeaders,
  'upstream-headers': upstreamHeaders,
  'upstream-texts': upstreamTexts,
  'request-id': requestId,
  'json-errors': jsonErrors,
  ranges,
  'unsatisfiable-range': unsatisfiableRange,
  'ranges-anyway': rangesAnyway,
  ...{ head, nosniff, caching },
  'text-as-video': textAsVideo,
  ...{ redirects, streaming, abort },
  'poll-hints': pollHints,
  'create-once': createOnce,
  'shared-polls': sharedPolls,
  key,
}
