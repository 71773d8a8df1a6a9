/** What a request asks for, told by its path alone. */
export interface Route {
  name: 'create' | 'retrieve' | 'content' | 'file' | 'unknown'
  /** The id as it stands in the path, still percent-encoded. */
  rawId?: string
  /** The methods the route answers, in the form of an `Allow` header. */
  allow: string
}

const VIDEOS = /\/v1\/videos(?:\/([^/]+)(\/content)?)?$/
const FILE = /^\/files\/([^/]+)\.mp4$/

/** Finds the route of a path under any prefix, as an API may be mounted at one. */
export function matchRoute(pathname: string): Route {
  const file = FILE.exec(pathname)
  if (file) return { name: 'file', rawId: file[1], allow: 'GET, HEAD' }
  const videos = VIDEOS.exec(pathname)
  if (!videos) return { name: 'unknown', allow: '' }
  const [, rawId, content] = videos
  if (rawId === undefined) return { name: 'create', allow: 'POST' }
  return content ? { name: 'content', rawId, allow: 'GET, HEAD' } : { name: 'retrieve', rawId, allow: 'GET' }
}

/** The id in a path, decoded; `undefined` when there is none or its percent-encoding is broken. */
export function decodeId(rawId: string | undefined): string | undefined {
  if (rawId === undefined) return undefined
  try {
    return decodeURIComponent(rawId)
  } catch {
    return undefined
  }
}
