import { isRecord } from '../core/wire/fieldValues.js'
import { invalidOptions, positiveInteger } from './optionChecks.js'
import { ProxyError } from './proxyError.js'
import { errorResponse } from './responses.js'

/** Options of `createVideoCatalogue`. */
export interface VideoCatalogueOptions {
  /** URL of the vendor's public catalogue of models. @default 'https://api.cometapi.com/api/models' */
  url?: string | undefined
  /** Ids of the models to serve, such as those of `limits.models`. @default all that have a price */
  models?: readonly string[] | undefined
  /** How long a catalogue is served before the next is fetched, in ms. @default 3600000, one hour */
  ttl?: number | undefined
}

/**
 * Creates the handler that serves the vendor's list prices to the app's pages, for `VideoTaskFormPrice` and `findVideoPrice`:
 * nothing says that pages of other origins may read the vendor's. It needs no key and sends none. However many ask, one
 * request is sent in `ttl`. While the vendor does not answer, the last catalogue is served; without one, 502
 * `catalogue_unavailable`.
 *
 * @throws {VideoTaskError} code `invalid_options`
 * @example
 * ```ts
 * import { createVideoCatalogue } from 'react-video-task/server'
 *
 * export const GET = createVideoCatalogue({ models: ['wan2.6', 'sora-2'] }) // of /api/catalogue
 * ```
 */
export function createVideoCatalogue(options: VideoCatalogueOptions = {}): () => Promise<Response> {
  const { url = 'https://api.cometapi.com/api/models', models, ttl = 60 * 60 * 1000 } = options
  if (!URL.canParse(url)) invalidOptions('The `url` of createVideoCatalogue must be an absolute URL.')
  positiveInteger(ttl, 'ttl', 'milliseconds')
  let text: string | undefined
  let error: unknown
  let next = 0
  let fetching: Promise<void> | undefined

  async function refresh(): Promise<void> {
    try {
      text = await fetchCatalogue(url, models)
      next = Date.now() + ttl
    } catch (cause) {
      error = cause
      next = Date.now() + Math.min(ttl, RETRY_DELAY)
    }
  }

  return async () => {
    if (Date.now() >= next) await (fetching ??= refresh().finally(() => (fetching = undefined)))
    if (text === undefined) {
      const message = 'The catalogue of models is unavailable. Try again later.'
      return errorResponse(new ProxyError(502, 'catalogue_unavailable', message, { cause: error }))
    }
    const maxAge = Math.max(0, Math.round((next - Date.now()) / 1000))
    const headers = { 'content-type': 'application/json', 'cache-control': `public, max-age=${maxAge}` }
    return new Response(text, { headers })
  }
}

/** Time for the vendor's answer, in ms. */
const FETCH_TIMEOUT = 10_000

/** Time after a failed request before the next one, in ms. */
const RETRY_DELAY = 30_000

/** Fetches the part of a catalogue that has prices. */
async function fetchCatalogue(url: string, wanted: readonly string[] | undefined): Promise<string> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(FETCH_TIMEOUT) })
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}.`)
  const catalogue: unknown = await answer.json()
  const models = isRecord(catalogue) ? catalogue['data'] : undefined
  if (!Array.isArray(models)) throw new Error(`${url} answered with no catalogue of models.`)
  const priced = models.flatMap((model: unknown) => {
    if (!isRecord(model) || typeof model['id'] !== 'string' || !isRecord(model['pricing'])) return []
    const { id, pricing } = model
    return wanted && !wanted.includes(id) ? [] : { id, pricing }
  })
  return JSON.stringify({ data: priced })
}
