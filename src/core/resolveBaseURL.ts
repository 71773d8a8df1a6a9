import { VideoTaskError } from './VideoTaskError.js'

const EXPECTED = "Expected an absolute URL or path that ends in the API's version, such as '/api/v1'"

/** The URL without what may hold a secret, for messages. */
const shown = (url: URL) => `${url.protocol}//${url.host}${url.pathname}`

function refuse(what: string): never {
  throw new VideoTaskError(`baseURL ${what}. ${EXPECTED} or 'https://api.cometapi.com/v1'.`, {
    code: 'invalid_base_url',
  })
}

/**
 * Checks a base URL and strips its trailing slash. A path that starts with `/` is relative to the page.
 *
 * @throws {VideoTaskError} code `invalid_base_url`: without scheme or path, with a query, a fragment or credentials.
 */
export function resolveBaseURL(baseURL: string): string {
  if (typeof baseURL !== 'string' || baseURL.trim() === '') refuse('is missing')
  const trimmed = baseURL.trim()
  const isPath = /^\/(?!\/)/.test(trimmed)
  if (!isPath && !/^https?:\/\//i.test(trimmed)) {
    refuse(
      `'${trimmed.replace(/[?#].*/, '').replace(/\/\/[^/]*@/, '//')}' has no http(s) scheme and does not start with '/'`,
    )
  }
  let url: URL
  try {
    url = new URL(trimmed, 'http://page')
  } catch {
    refuse('is not a URL')
  }
  const name = isPath ? url.pathname : shown(url)
  if (url.username || url.password) refuse(`'${name}' holds credentials, which would be sent in the clear`)
  if (/[?#]/.test(trimmed)) refuse(`'${name}' is followed by a query or fragment, which requests cannot keep`)
  if (url.pathname === '/') refuse(`'${name}' has no path`)
  return (isPath ? url.pathname : url.origin + url.pathname).replace(/\/+$/, '')
}
