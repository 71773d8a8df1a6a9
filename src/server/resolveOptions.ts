import { type ContentLinks, isLinkLifetime, LINK_LIFETIME } from './access/contentLinks.js'
import { createSignedIds } from './access/signedIds.js'
import { createSigner, type Signer } from './access/signer.js'
import { withStoreTimeout, createMemoryStore } from './access/stores.js'
import { createOwnerStore, type TaskAccess } from './access/taskAccess.js'
import { type ProxyLimits, readLimits } from './create/limits.js'
import { readAbsoluteURL, readSecrets, positiveInteger, invalidOptions } from './invalidOptions.js'
import type { VideoProxyAuthorize, VideoProxyFetch, VideoProxyOptions } from './options.js'
import { redactError, ProxyError } from './proxyError.js'
import { createTaskCache, type TaskCache } from './retrieve/taskCache.js'
import { createProxyKey, type ProxyKey } from './upstream/apiKey.js'

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
export function resolveOptions(options: VideoProxyOptions): ProxySettings {
  const { apiKey, authorize, fetch, cache = {}, allowedOrigins = [] } = options
  const fixedKey = typeof apiKey === 'function' ? undefined : createProxyKey(apiKey)
  if (typeof authorize !== 'function') {
    invalidOptions(
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
    bodyTimeout: positiveInteger(options.bodyTimeout ?? 120_000, 'bodyTimeout', 'milliseconds'),
    contentTimeout: positiveInteger(options.contentTimeout ?? 60_000, 'contentTimeout', 'milliseconds'),
    maxBodyBytes: positiveInteger(options.maxBodyBytes ?? 32 * 1024 * 1024, 'maxBodyBytes', 'bytes'),
    ttl: cache === false ? 0 : positiveInteger(ttl, 'cache.ttl', 'milliseconds'),
    allowedOrigins: new Set(allowedOrigins.map(readOrigin)),
    limits: readLimits(options.limits),
    rateLimit: options.rateLimit,
    isPublic: options.isPublic ?? (() => false),
    tasks: createTaskCache({
      ttl,
      timeout: positiveInteger(options.timeout ?? 30_000, 'timeout', 'milliseconds'),
      store: store && withStoreTimeout(store),
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

/** Whose tasks are whose, and what is signed. */
interface AccessSettings {
  access: TaskAccess
  signer: Signer | undefined
  links: ContentLinks | undefined
}

function readLinks(
  links: VideoProxyOptions['contentLinks'],
  signer: Signer | undefined,
): ContentLinks | undefined {
  if (links === undefined) return undefined
  if (!signer) invalidOptions('`contentLinks` are signed: createVideoProxy needs a `secret` for them.')
  const { baseURL, lifetime = LINK_LIFETIME } = links
  if (!isLinkLifetime(lifetime)) invalidOptions('`contentLinks.lifetime` is from a minute to a week, in ms.')
  return { baseURL: readAbsoluteURL(baseURL, 'contentLinks.baseURL'), lifetime, signer }
}

/**
 * Reads from the options how ownership works.
 *
 * @throws {VideoTaskError} code `invalid_options` or `invalid_base_url`
 */
function readTaskAccess({ secret, owners, contentLinks }: VideoProxyOptions): AccessSettings {
  const signer = secret === undefined ? undefined : createSigner(readSecrets(secret))
  const links = readLinks(contentLinks, signer)
  if (signer && !owners) return { access: createSignedIds(signer), signer, links }
  return { access: createOwnerStore(withStoreTimeout(owners ?? createMemoryStore())), signer, links }
}

/** Tells `onError` that the cache's store failed. The caller got an answer all the same. */
function reportStoreError(onError: NonNullable<VideoProxyOptions['onError']>): (error: unknown) => void {
  return (error) => {
    try {
      onError(
        redactError(error, (text) => text),
        { action: 'retrieve', status: 200, code: 'cache_unavailable' },
      )
    } catch {
      // A failing log must not become the caller's problem.
    }
  }
}

/**
 * Checks one of the allowed origins.
 *
 * @throws {VideoTaskError} code `invalid_options`
 */
function readOrigin(origin: string): string {
  if (!URL.canParse(origin) || new URL(origin).origin !== origin.replace(/\/$/, '')) {
    invalidOptions(
      `'${origin}' in \`allowedOrigins\` is no origin. Write scheme and host, as in 'https://app.example.com'.`,
    )
  }
  return new URL(origin).origin
}
