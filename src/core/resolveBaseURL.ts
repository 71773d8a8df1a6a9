import { ENDS_IN_VERSION } from './endsInVersion.js'
import { VideoTaskError } from './VideoTaskError.js'

function refuse(what: string): never {
  throw new VideoTaskError(`baseURL ${what}. Expected an absolute URL or path that ${ENDS_IN_VERSION}`, {
    code: 'invalid_base_url',
  })
}

/**
 * Checks a base URL and strips its trailing slash. A path that starts with `/` is relative to the page.
 *
 * @throws {VideoTaskError} code `invalid_base_url`: without scheme or path, with a query, a fragment or credentials.
 */
export function resolveBaseURL(baseURL: string): string {
  const text = typeof baseURL === 'string' ? baseURL.trim() : ''
  if (text === '') refuse('is missing')
  const isPath = /^\/(?!\/)/.test(text)
  if (!isPath && !/^https?:\/\//i.test(text)) {
    // Without what may hold a secret.
    const shown = text.replace(/[?#].*/, '').replace(/\/\/[^/]*@/, '//')
    refuse(`'${shown}' starts with neither http(s):// nor '/'`)
  }
  if (!URL.canParse(text, 'http://page')) refuse('is not a URL')
  const { origin, pathname, username, password } = new URL(text, 'http://page')
  const resolved = (isPath ? '' : origin) + pathname
  if (username || password) refuse(`'${resolved}' holds credentials`)
  if (/[?#]/.test(text)) refuse(`'${resolved}' has a query or fragment`)
  if (pathname === '/') refuse(`'${resolved}' has no path`)
  return resolved.replace(/\/+$/, '')
}
