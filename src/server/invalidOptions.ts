import { resolveBaseURL } from '../core/client/arguments.js'
import { VideoTaskError } from '../core/errors/VideoTaskError.js'

/** Ends the making of a proxy that could not work. */
export function invalidOptions(message: string): never {
  throw new VideoTaskError(message, { code: 'invalid_options' })
}

/** The longest a timer can be set for; a longer one would fire at once. */
const MAX_DELAY = 2 ** 31 - 1

/**
 * Checks an option that is a whole number of something, above 0.
 *
 * @throws {VideoTaskError} code `invalid_options`
 */
export function positiveInteger(value: number, option: string, unit: 'bytes' | 'milliseconds'): number {
  const largest = unit === 'milliseconds' ? MAX_DELAY : Number.MAX_SAFE_INTEGER
  if (Number.isSafeInteger(value) && value >= 1 && value <= largest) return value
  return invalidOptions(`The \`${option}\` of createVideoProxy must be a whole number of ${unit} above 0.`)
}

/**
 * Checks an absolute URL among the options, and takes the slash at its end away.
 *
 * @throws {VideoTaskError} code `invalid_options` or `invalid_base_url`
 */
export function readAbsoluteURL(url: string, option: string): string {
  const resolved = resolveBaseURL(url)
  if (!resolved.startsWith('/')) return resolved
  return invalidOptions(
    `The ${option} of createVideoProxy is the path '${resolved}'. A server knows no page it could be relative to: ` +
      "give the absolute URL, such as 'https://api.cometapi.com/v1'.",
  )
}

const SHORTEST = 32

/**
 * Checks the secrets that sign. No message ever holds one.
 *
 * @throws {VideoTaskError} code `invalid_options`: none, or one that is too short to be safe.
 */
export function readSecrets(secret: string | readonly string[]): readonly string[] {
  const secrets = typeof secret === 'string' ? [secret] : secret
  if (!Array.isArray(secrets) || secrets.length === 0)
    invalidOptions('`secret` must be a text or a list of texts.')
  for (const one of secrets) {
    if (typeof one === 'string' && one.length >= SHORTEST) continue
    invalidOptions(
      `A \`secret\` must have at least ${SHORTEST} characters, and random ones: \`openssl rand -base64 32\` makes one. ` +
        'Keep it where the API key is kept, the same for all instances.',
    )
  }
  return secrets
}
