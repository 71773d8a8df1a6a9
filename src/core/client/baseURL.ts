import { VideoTaskError } from '../errors/VideoTaskError.js'

/**
 * Checks a base URL and removes the slashes at the end of its path. A path that starts with `/` is relative to the page. A
 * query stays.
 *
 * @throws {VideoTaskError} code `invalid_base_url`: no scheme, no path, or with a fragment or credentials. The message does
 *   not show the URL, which may contain a secret.
 */
export function resolveBaseURL(baseURL: string): string {
  const text = typeof baseURL === 'string' ? baseURL.trim() : ''
  const url = URL.canParse(text, 'http://page') ? new URL(text, 'http://page') : undefined
  const flaw = findFlaw(text, url)
  if (!url || flaw) {
    throw new VideoTaskError(
      `baseURL ${flaw}. Expected the API's URL or path up to its version, as '/api/v1'.`,
      {
        code: 'invalid_base_url',
      },
    )
  }
  return (text.startsWith('/') ? '' : url.origin) + url.pathname.replace(/\/+$/, '') + url.search
}

/**
 * The URL of a route under a base URL, whose query, such as Azure's `api-version`, comes before that of the route.
 *
 * @param baseURL as `resolveBaseURL` returns it
 */
export function routeUrl(baseURL: string, path: string, query?: string): string {
  const url = baseURL.replace(/(?=\?)|$/, () => path)
  return query ? url + (url.includes('?') ? '&' : '?') + query : url
}

function findFlaw(text: string, url: URL | undefined): string | undefined {
  if (!text) return 'is missing'
  if (!/^(\/(?!\/)|https?:\/\/)/i.test(text)) return "has neither http(s):// nor '/' in front"
  if (!url) return 'is not a URL'
  if (url.username || url.password) return 'has credentials'
  if (text.includes('#')) return 'has a fragment'
  return url.pathname === '/' ? 'has no path' : undefined
}
