/** A route of the API, matched by path. */
export interface Route {
  name: 'create' | 'retrieve' | 'content' | 'file' | 'unknown'
  /** The id in the path, percent-encoded. */
  rawId?: string
  /** The allowed methods, as the value of an `Allow` header. */
  allow: string
}

const VIDEOS_PATH = /\/v1\/videos(?:\/([^/]+)(\/content)?)?$/
const FILE_PATH = /^\/files\/([^/]+)\.mp4$/

/** Matches a path to its route, under any prefix: the API may be mounted below one. */
export function matchRoute(pathname: string): Route {
  const file = FILE_PATH.exec(pathname)
  if (file) return { name: 'file', rawId: file[1], allow: 'GET, HEAD' }
  const videos = VIDEOS_PATH.exec(pathname)
  if (!videos) return { name: 'unknown', allow: '' }
  const [, rawId, content] = videos
  if (rawId === undefined) return { name: 'create', allow: 'POST' }
  return content ? { name: 'content', rawId, allow: 'GET, HEAD' } : { name: 'retrieve', rawId, allow: 'GET' }
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
