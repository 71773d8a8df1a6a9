import { VideoTaskError } from '../errors/VideoTaskError.js'

/**
 * Checks a base URL and removes its trailing slashes. A path that starts with `/` is relative to the page.
 *
 * @throws {VideoTaskError} code `invalid_base_url`: no scheme, no path, or with a query, a fragment or credentials. The
 *   message does not show the URL, which may contain a secret.
 */
export function resolveBaseURL(baseURL: string): string {
  const text = typeof baseURL === 'string' ? baseURL.trim() : ''
  const isPath = /^\/(?!\/)/.test(text)
  const url = URL.canParse(text, 'http://page') ? new URL(text, 'http://page') : undefined
  const flaw = findFlaw(text, isPath, url)
  if (!url || flaw) {
    throw new VideoTaskError(`baseURL ${flaw}. Expected a URL or path that ${ENDS_IN_VERSION}`, {
      code: 'invalid_base_url',
    })
  }
  return ((isPath ? '' : url.origin) + url.pathname).replace(/\/+$/, '')
}

function findFlaw(text: string, isPath: boolean, url: URL | undefined): string | undefined {
  if (text === '') return 'is missing'
  if (!isPath && !/^https?:\/\//i.test(text)) return "starts with neither http(s):// nor '/'"
  if (!url) return 'is not a URL'
  if (url.username || url.password) return 'has credentials'
  if (/[?#]/.test(text)) return 'has a query or fragment'
  return url.pathname === '/' ? 'has no path' : undefined
}

/** What a base URL has to look like, for the end of an error message. */
export const ENDS_IN_VERSION =
  "ends in the API's version, such as '/api/v1' or 'https://api.cometapi.com/v1'."
