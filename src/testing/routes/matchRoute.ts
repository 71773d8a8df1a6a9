import type { ExtraRoute } from '../gateways/Gateway.js'

/** A route of the API, matched by path. */
export interface Route {
  name: 'create' | 'retrieve' | 'content' | ExtraRoute | 'file' | 'unknown'
  /** The id in the path, percent-encoded. */
  rawId?: string
  /** The allowed methods, as the value of an `Allow` header. */
  allow: string
}

const VIDEOS_PATH = /\/v1\/videos(?:\/([^/]+)(?:\/(content|remix))?)?$/
const FILE_PATH = /^\/files\/([^/]+)\.mp4$/

/**
 * Matches a path to its route, under any prefix: the API may be mounted below one.
 *
 * @param extra the routes that the gateway has beside create, retrieve and content
 */
export function matchRoute(pathname: string, method = 'GET', extra: readonly ExtraRoute[] = []): Route {
  const file = FILE_PATH.exec(pathname)
  if (file) return { name: 'file', rawId: file[1], allow: 'GET, HEAD' }
  const videos = VIDEOS_PATH.exec(pathname)
  if (!videos) return { name: 'unknown', allow: '' }
  const [, rawId, part] = videos
  const has = (route: ExtraRoute) => extra.includes(route)
  if (rawId === undefined) {
    const isList = has('list') && method === 'GET'
    return { name: isList ? 'list' : 'create', allow: has('list') ? 'POST, GET' : 'POST' }
  }
  if (part === 'content') return { name: 'content', rawId, allow: 'GET, HEAD' }
  if (part === 'remix')
    return has('remix') ? { name: 'remix', rawId, allow: 'POST' } : { name: 'unknown', allow: '' }
  if (rawId === 'models' && has('models')) return { name: 'models', allow: 'GET' }
  const isDelete = has('delete') && method === 'DELETE'
  return { name: isDelete ? 'delete' : 'retrieve', rawId, allow: has('delete') ? 'GET, DELETE' : 'GET' }
}

/** Decodes the id of a path; `undefined` if there is none or its percent-encoding is invalid. */
export function decodeId(rawId: string | undefined): string | undefined {
  if (rawId === undefined) return undefined
  try {
    return decodeURIComponent(rawId)
  } catch {
    return undefined
  }
}
