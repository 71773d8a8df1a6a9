import { createProxyKey, type ProxyKey } from './createProxyKey.js'
import { boundStore } from './boundStore.js'
import { createTaskCache, type TaskCache } from './createTaskCache.js'
import { ProxyError } from './ProxyError.js'
import { readAbsoluteURL } from './readAbsoluteURL.js'
import { type ProxyLimits, readLimits } from './readLimits.js'
import { readOrigin } from './readOrigin.js'
import { type AccessSettings, readTaskAccess } from './readTaskAccess.js'
import { reportStoreError } from './reportStoreError.js'
import { readWhole } from './readWhole.js'
import { refuseOptions } from './refuseOptions.js'
import type { VideoProxyAuthorize } from './VideoProxyCall.js'
import type { VideoProxyFetch, VideoProxyOptions } from './VideoProxyOptions.js'

/** The options of a proxy, checked and complete. */
export interface ProxySettings extends AccessSettings {
  /** Absolute, without a trailing slash. */
  baseURL: string
  authorize: VideoProxyAuthorize
  fetch: VideoProxyFetch
  /** These three in milliseconds. */
  bodyTimeout: number
  contentTimeout: number
  ttl: number
  maxBodyBytes: number
  allowedOrigins: ReadonlySet<string>
  limits: ProxyLimits
  rateLimit: VideoProxyOptions['rateLimit']
  isPublic: NonNullable<VideoProxyOptions['isPublic']>
  tasks: TaskCache
  /** Where this API's answers are in a cache that may be shared with another API's proxy. */
  cachePlace: string
  onError: NonNullable<VideoProxyOptions['onError']>
  /** The key where it is a fixed one; where it comes from a function, nothing is known before that is asked. */
  fixedKey: ProxyKey | undefined
  readKey: () => Promise<ProxyKey>
}

/**
 * Checks the options once, so that a proxy that cannot work is not built.
 *
 * @throws {VideoTaskError} code `invalid_options`, `invalid_api_key` or `invalid_base_url`, naming what to do.
 */
export function readSettings(options: VideoProxyOptions): ProxySettings {
  const { apiKey, authorize, fetch, cache = {}, allowedOrigins = [] } = options
  const fixedKey = typeof apiKey === 'function' ? undefined : createProxyKey(apiKey)
  if (typeof authorize !== 'function') {
    refuseOptions(
      'createVideoProxy has no `authorize`. Without it anyone could create videos at your cost. Pass a function that ' +
        'names the user, or returns true for callers who may: ' +
        'createVideoProxy({ apiKey, authorize: ({ request }) => userOf(request) }).',
    )
  }
  const onError: ProxySettings['onError'] =
    options.onError ?? ((error, context) => console.error('[react-video-task] video proxy:', context, error))
  const { ttl = 2_000, store } = cache === false ? { ttl: 0 } : cache
  const baseURL = readAbsoluteURL(options.baseURL ?? 'https://api.cometapi.com/v1', 'baseURL')
  return {
    ...readTaskAccess(options),
    baseURL,
    cachePlace: `video-task:${encodeURIComponent(baseURL)}:`,
    authorize,
    // Wrapped, because workers refuse a `fetch` called as a method; looked up late, so that instrumentation applies.
    fetch: (url, init) => (fetch ? fetch(url, init) : globalThis.fetch(url, init)),
    bodyTimeout: readWhole(options.bodyTimeout ?? 120_000, 'bodyTimeout', 'milliseconds'),
    contentTimeout: readWhole(options.contentTimeout ?? 60_000, 'contentTimeout', 'milliseconds'),
    maxBodyBytes: readWhole(options.maxBodyBytes ?? 32 * 1024 * 1024, 'maxBodyBytes', 'bytes'),
    ttl: cache === false ? 0 : readWhole(ttl, 'cache.ttl', 'milliseconds'),
    allowedOrigins: new Set(allowedOrigins.map(readOrigin)),
    limits: readLimits(options.limits),
    rateLimit: options.rateLimit,
    isPublic: options.isPublic ?? (() => false),
    tasks: createTaskCache({
      ttl,
      timeout: readWhole(options.timeout ?? 30_000, 'timeout', 'milliseconds'),
      store: store && boundStore(store),
      onStoreError: reportStoreError(onError),
    }),
    onError,
    fixedKey,
    readKey: async () => {
      if (fixedKey) return fixedKey
      try {
        return createProxyKey(typeof apiKey === 'function' ? await apiKey() : apiKey)
      } catch (cause) {
        throw new ProxyError(500, 'api_key_unavailable', 'The server has no API key to use.', { cause })
      }
    },
  }
}
