import { resolveBaseURL } from '../core/resolveBaseURL.js'
import { refuseOptions } from './refuseOptions.js'

/**
 * Checks an absolute URL among the options, and takes the slash at its end away.
 *
 * @throws {VideoTaskError} code `invalid_options` or `invalid_base_url`
 */
export function readAbsoluteURL(url: string, option: string): string {
  const resolved = resolveBaseURL(url)
  if (!resolved.startsWith('/')) return resolved
  return refuseOptions(
    `The ${option} of createVideoProxy is the path '${resolved}'. A server knows no page it could be relative to: ` +
      "give the absolute URL, such as 'https://api.cometapi.com/v1'.",
  )
}
