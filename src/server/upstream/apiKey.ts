import { VideoTaskError } from '../../core/errors/VideoTaskError.js'
import { createRedact } from './redaction.js'

/** The API key in the only two forms the proxy uses it. */
export interface ProxyKey {
  /** Value of the `Authorization` header sent to the API. */
  authorization: string
  /** Replaces every occurrence of the key in a text, masked ones that show its ends included. */
  redact: (text: string) => string
}

const WHAT_TO_DO =
  'Pass the key as `apiKey`, for example from an environment variable of the server: ' +
  'createVideoProxy({ apiKey: process.env.COMETAPI_KEY, authorize })'

/**
 * Checks a key and wraps it.
 *
 * @throws {VideoTaskError} code `invalid_api_key`. The message never holds the key.
 */
export function createProxyKey(key: unknown): ProxyKey {
  if (typeof key !== 'string' || key.trim() === '') {
    throw new VideoTaskError(
      `createVideoProxy has no API key: \`apiKey\` is missing or blank. ${WHAT_TO_DO}.`,
      {
        code: 'invalid_api_key',
      },
    )
  }
  // Keys read from files end in a line break. Anything else unprintable would make `Headers` throw, key in message.
  const trimmed = key.trim()
  if (!/^[\x21-\x7e]+$/.test(trimmed)) {
    throw new VideoTaskError(
      'The `apiKey` of createVideoProxy holds a space or a character that no header can carry. ' +
        "Pass the bare key, without 'Bearer' and without quotes.",
      { code: 'invalid_api_key' },
    )
  }
  return {
    authorization: `Bearer ${trimmed}`,
    redact: createRedact(trimmed),
  }
}
