import { refuseOptions } from './refuseOptions.js'

/**
 * Checks one of the allowed origins.
 *
 * @throws {VideoTaskError} code `invalid_options`
 */
export function readOrigin(origin: string): string {
  if (!URL.canParse(origin) || new URL(origin).origin !== origin.replace(/\/$/, '')) {
    refuseOptions(
      `'${origin}' in \`allowedOrigins\` is no origin. Write scheme and host, as in 'https://app.example.com'.`,
    )
  }
  return new URL(origin).origin
}
