import { resolveBaseURL } from '../core/client/baseURL.js'
import type { VideoAuth } from '../core/client/request.js'
import { VideoTaskError } from '../core/errors/VideoTaskError.js'

/**
 * Ends the construction of a proxy that could not work.
 *
 * @throws {VideoTaskError} always: code `invalid_options`
 */
export function invalidOptions(message: string): never {
  throw new VideoTaskError(message, { code: 'invalid_options' })
}

/** The longest delay of a timer; a longer one would fire at once. */
const MAX_DELAY = 2 ** 31 - 1

/**
 * Validates an option that is a positive integer.
 *
 * @throws {VideoTaskError} code `invalid_options`
 */
export function positiveInteger(value: number, option: string, unit: 'bytes' | 'milliseconds'): number {
  const max = unit === 'milliseconds' ? MAX_DELAY : Number.MAX_SAFE_INTEGER
  if (Number.isSafeInteger(value) && value >= 1 && value <= max) return value
  return invalidOptions(`The \`${option}\` of createVideoProxy must be a whole number of ${unit} above 0.`)
}

/**
 * Validates an absolute URL among the options.
 *
 * @returns the URL without a trailing slash
 * @throws {VideoTaskError} code `invalid_options` or `invalid_base_url`
 */
export function readAbsoluteURL(url: string, option: string): string {
  const resolved = resolveBaseURL(url)
  if (!resolved.startsWith('/')) return resolved
  return invalidOptions(
    `The ${option} of createVideoProxy is the path '${resolved.replace(/\?.*/s, '')}'. A server has no page that it could be relative to: ` +
      "pass the absolute URL, such as 'https://api.cometapi.com/v1'.",
  )
}

/**
 * Validates how the key is sent.
 *
 * @throws {VideoTaskError} code `invalid_options`
 */
export function readAuth(auth: VideoAuth = 'bearer'): VideoAuth {
  if (auth === 'bearer') return auth
  const { header, scheme = '' } = auth
  // Both are checked here, because a message of `Headers` would show the key behind the scheme.
  if (typeof header === 'string' && /^[\w-]+$/.test(header) && /^[\w-]*$/.test(scheme)) return auth
  return invalidOptions(
    "`auth` must be 'bearer', or the name of a header and the word before the key where there is one, such as " +
      "{ header: 'x-api-key' } or { header: 'authorization', scheme: 'Key' }.",
  )
}

/** Validates the base URL of the API, so that two spellings of one URL are one API. */
export const readApiURL = (baseURL = 'https://api.cometapi.com/v1') => readAbsoluteURL(baseURL, 'baseURL')

/**
 * Validates one of the allowed origins.
 *
 * @throws {VideoTaskError} code `invalid_options`
 */
export function readOrigin(origin: string): string {
  if (!URL.canParse(origin) || new URL(origin).origin !== origin.replace(/\/$/, '')) {
    invalidOptions(
      `'${origin}' in \`allowedOrigins\` is not an origin. Write scheme and host, as in 'https://app.example.com'.`,
    )
  }
  return new URL(origin).origin
}

const MIN_SECRET_LENGTH = 32

/**
 * Validates the signing secrets. No message ever holds one.
 *
 * @throws {VideoTaskError} code `invalid_options`: no secret, or one that is too short to be safe
 */
export function readSecrets(secret: string | readonly string[]): readonly string[] {
  const secrets = typeof secret === 'string' ? [secret] : secret
  if (!Array.isArray(secrets) || secrets.length === 0)
    invalidOptions('`secret` must be a text or a list of texts.')
  for (const one of secrets) {
    if (typeof one === 'string' && one.length >= MIN_SECRET_LENGTH) continue
    invalidOptions(
      `A \`secret\` must have at least ${MIN_SECRET_LENGTH} random characters: \`openssl rand -base64 32\` makes one. ` +
        'Keep it where the API key is kept, the same for all instances.',
    )
  }
  return secrets
}
