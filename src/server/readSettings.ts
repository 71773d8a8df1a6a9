import { resolveBaseURL } from '../core/resolveBaseURL.js'
import { VideoTaskError } from '../core/VideoTaskError.js'
import { createProxyKey, type ProxyKey } from './createProxyKey.js'
import { ProxyError } from './ProxyError.js'
import type { VideoProxyAuthorize, VideoProxyFetch, VideoProxyOptions } from './VideoProxyOptions.js'

/** The options of a proxy, checked and complete. */
export interface ProxySettings {
  /** Absolute, without a trailing slash. */
  baseURL: string
  authorize: VideoProxyAuthorize
  fetch: VideoProxyFetch
  maxBodyBytes: number
  allowedOrigins: ReadonlySet<string>
  onError: NonNullable<VideoProxyOptions['onError']>
  /** The key where it is a fixed one; where it comes from a function, nothing is known before that is asked. */
  fixedKey: ProxyKey | undefined
  readKey: () => Promise<ProxyKey>
}

function refuse(message: string): never {
  throw new VideoTaskError(message, { code: 'invalid_options' })
}

function readAbsoluteURL(baseURL: string): string {
  const resolved = resolveBaseURL(baseURL)
  if (resolved.startsWith('/')) {
    refuse(
      `The baseURL of createVideoProxy is the path '${resolved}'. The proxy runs on a server and needs the API's ` +
        "absolute URL, such as 'https://api.cometapi.com/v1'.",
    )
  }
  return resolved
}

function readOrigin(origin: string): string {
  if (!URL.canParse(origin) || new URL(origin).origin !== origin.replace(/\/$/, '')) {
    refuse(
      `'${origin}' in \`allowedOrigins\` is no origin. Write scheme and host, as in 'https://app.example.com'.`,
    )
  }
  return new URL(origin).origin
}

/**
 * Checks the options once, so that a proxy that cannot work is not built.
 *
 * @throws {VideoTaskError} code `invalid_options`, `invalid_api_key` or `invalid_base_url`, naming what to do.
 */
export function readSettings(options: VideoProxyOptions): ProxySettings {
  const { apiKey, authorize, fetch, onError, maxBodyBytes = 32 * 1024 * 1024, allowedOrigins = [] } = options
  const fixedKey = typeof apiKey === 'function' ? undefined : createProxyKey(apiKey)
  if (typeof authorize !== 'function') {
    refuse(
      'createVideoProxy has no `authorize`. Without it anyone could create videos at your cost. Pass a function that ' +
        'returns true for callers who may: createVideoProxy({ apiKey, authorize: ({ request }) => isSignedIn(request) }).',
    )
  }
  if (!Number.isSafeInteger(maxBodyBytes) || maxBodyBytes < 1) {
    refuse('The `maxBodyBytes` of createVideoProxy must be a whole number of bytes above 0.')
  }
  return {
    baseURL: readAbsoluteURL(options.baseURL ?? 'https://api.cometapi.com/v1'),
    authorize,
    // Wrapped, because workers refuse a `fetch` called as a method; looked up late, so that instrumentation applies.
    fetch: (url, init) => (fetch ? fetch(url, init) : globalThis.fetch(url, init)),
    maxBodyBytes,
    allowedOrigins: new Set(allowedOrigins.map(readOrigin)),
    onError:
      onError ?? ((error, context) => console.error('[react-video-task] video proxy:', context, error)),
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
