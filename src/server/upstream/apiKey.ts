import { VideoTaskError } from '../../core/errors/VideoTaskError.js'
import { createKeyRedaction } from './keyRedaction.js'
import type { VideoProxyOptions } from '../options.js'
import { ProxyError } from '../proxyError.js'

/** The API key in the only two forms in which the proxy uses it. */
export interface ProxyKey {
  /** Value of the `Authorization` header sent to the API. */
  authorization: string
  /** Replaces every occurrence of the key in a text, masked ones that show its ends included. */
  redact: (text: string) => string
}

/** The API key during one request. */
export interface RequestKey {
  /**
   * Reads the key. Called only after every check has passed, so that a refused request never causes a read.
   *
   * @throws {ProxyError} 500 `api_key_unavailable`
   */
  read(): Promise<ProxyKey>
  /** Redacts the key. One that comes from a function is unknown, and so not redacted, before it is read. */
  redact(text: string): string
}

/**
 * Makes the source of the API key, from which each request takes its own.
 *
 * @throws {VideoTaskError} code `invalid_api_key`, for a fixed key that cannot work
 */
export function createKeySource(apiKey: VideoProxyOptions['apiKey']): () => RequestKey {
  const fixedKey = typeof apiKey === 'function' ? undefined : createProxyKey(apiKey)
  return () => {
    let key = fixedKey
    return {
      async read() {
        try {
          key ??= createProxyKey(typeof apiKey === 'function' ? await apiKey() : apiKey)
        } catch (cause) {
          throw new ProxyError(500, 'api_key_unavailable', 'The server has no API key to use.', { cause })
        }
        return key
      },
      redact: (text) => (key ? key.redact(text) : text),
    }
  }
}

/**
 * Checks a key and wraps it.
 *
 * @throws {VideoTaskError} code `invalid_api_key`. The message never holds the key.
 */
function createProxyKey(key: unknown): ProxyKey {
  if (typeof key !== 'string' || key.trim() === '') {
    throw new VideoTaskError(
      `createVideoProxy has no API key: \`apiKey\` is missing or blank. ${WHAT_TO_DO}.`,
      { code: 'invalid_api_key' },
    )
  }
  // Keys read from files end in a line break. Another unprintable character would make `Headers` throw with the key in
  // its message.
  const trimmed = key.trim()
  if (!/^[\x21-\x7e]+$/.test(trimmed)) {
    throw new VideoTaskError(
      'The `apiKey` of createVideoProxy holds a space or a character that no header can carry. ' +
        "Pass the bare key, without 'Bearer' and without quotes.",
      { code: 'invalid_api_key' },
    )
  }
  return { authorization: `Bearer ${trimmed}`, redact: createKeyRedaction(trimmed) }
}

const WHAT_TO_DO =
  'Pass the key as `apiKey`, for example from an environment variable of the server: ' +
  'createVideoProxy({ apiKey: process.env.COMETAPI_KEY, authorize })'
