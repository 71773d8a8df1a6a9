/**
 * How a request carries the key: as `Authorization: Bearer KEY`, in another header, with a word before it where the API has
 * one, or in a parameter of the query.
 */
export type EmulatorAuth =
  'bearer' | { readonly header: string; readonly scheme?: string | undefined } | { readonly query: string }

/** Finds the key of a request in the first of the places that has one. */
export function findKey(request: Request, places: readonly EmulatorAuth[]): string | undefined {
  for (const place of places) {
    const key = readKey(request, place)
    if (key) return key
  }
  return undefined
}

function readKey({ headers, url }: Request, place: EmulatorAuth): string | undefined {
  if (typeof place === 'object' && 'query' in place)
    return new URL(url).searchParams.get(place.query) ?? undefined
  const { header, scheme } = place === 'bearer' ? { header: 'authorization', scheme: 'Bearer' } : place
  const value = headers.get(header) ?? ''
  const start = scheme ? `${scheme} ` : ''
  return value.startsWith(start) ? value.slice(start.length) : undefined
}

/**
 * Validates a place.
 *
 * @throws {TypeError} if it names no header or parameter
 */
export function checkAuth(place: EmulatorAuth): void {
  if (place === 'bearer') return
  const { header, query, scheme }: Record<string, unknown> = { ...place }
  const isHeader = typeof header === 'string' && /^[\w!#$%&'*+.^`|~-]+$/.test(header) && query === undefined
  const isQuery = typeof query === 'string' && query !== '' && header === undefined && scheme === undefined
  const hasScheme = scheme === undefined || (typeof scheme === 'string' && /^\S+$/.test(scheme))
  if ((isHeader || isQuery) && hasScheme) return
  throw new TypeError("auth must be 'bearer', { header, scheme? } or { query }")
}
