import { VideoTaskError } from '../errors/VideoTaskError.js'

/**
 * Checks a base URL and removes its trailing slashes. A path that starts with `/` is relative to the page.
 *
 * @throws {VideoTaskError} code `invalid_base_url`: no scheme, no path, or with a query, a fragment or credentials
 */
export function resolveBaseURL(baseURL: string): string {
  const text = typeof baseURL === 'string' ? baseURL.trim() : ''
  if (text === '') throw invalidBaseURL('is missing')
  const isPath = /^\/(?!\/)/.test(text)
  if (!isPath && !/^https?:\/\//i.test(text)) {
    // Query, fragment and credentials may hold a secret.
    const shown = text.replace(/[?#].*/, '').replace(/\/\/[^/]*@/, '//')
    throw invalidBaseURL(`'${shown}' starts with neither http(s):// nor '/'`)
  }
  if (!URL.canParse(text, 'http://page')) throw invalidBaseURL('is not a URL')
  const { origin, pathname, username, password } = new URL(text, 'http://page')
  const resolved = (isPath ? '' : origin) + pathname
  if (username || password) throw invalidBaseURL(`'${resolved}' has credentials`)
  if (/[?#]/.test(text)) throw invalidBaseURL(`'${resolved}' has a query or fragment`)
  if (pathname === '/') throw invalidBaseURL(`'${resolved}' has no path`)
  return resolved.replace(/\/+$/, '')
}

const invalidBaseURL = (reason: string) =>
  new VideoTaskError(`baseURL ${reason}. Expected a URL or path that ${ENDS_IN_VERSION}`, {
    code: 'invalid_base_url',
  })

/** What a base URL has to look like, for the end of an error message. */
export const ENDS_IN_VERSION =
  "ends in the API's version, such as '/api/v1' or 'https://api.cometapi.com/v1'."
