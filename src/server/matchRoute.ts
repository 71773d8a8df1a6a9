import { decodeTaskId } from './decodeTaskId.js'
import { ProxyError } from './ProxyError.js'

/** One of the three things the proxy does. */
export type ProxyRoute =
  | { action: 'create' }
  | { action: 'retrieve'; taskId: string }
  | { action: 'content'; taskId: string; variant: string | undefined }

const VARIANTS = ['thumbnail', 'spritesheet']
const READ = ['GET', 'HEAD']

/** A mount prefix is the app's own and plain; encoded separators or dots in it are someone trying. */
function isPlain(segment: string): boolean {
  try {
    return segment !== '' && !/[/\\\p{Cc}]|^\.{1,2}$/u.test(decodeURIComponent(segment))
  } catch {
    return false
  }
}

/**
 * Finds the route by the end of the path, whatever prefix the proxy is mounted at.
 *
 * @throws {ProxyError} 404, 405 with `Allow`, or 400 for an id that is none.
 */
export function matchRoute(method: string, url: URL): ProxyRoute {
  const segments = url.pathname.split('/').slice(1)
  const [third = '', second = '', last = ''] = [segments.at(-3), segments.at(-2), segments.at(-1)]
  const found = [
    { is: third === 'videos' && last === 'content', methods: READ, length: 3 },
    { is: second === 'videos' && last !== '', methods: READ, length: 2 },
    { is: last === 'videos', methods: ['POST'], length: 1 },
  ].filter((route) => route.is && segments.slice(0, -route.length).every(isPlain))

  if (found.length === 0) {
    throw new ProxyError(
      404,
      'not_found',
      'No such route. There are videos, videos/{id} and videos/{id}/content.',
    )
  }
  const length = found.find((route) => route.methods.includes(method))?.length
  if (length === undefined) {
    const allow = found.flatMap((route) => route.methods)
    throw new ProxyError(405, 'method_not_allowed', `This route does not take ${method}.`, {
      headers: new Headers({ allow: [...new Set(allow)].join(', ') }),
    })
  }
  if (length === 1) return { action: 'create' }
  if (length === 2) return { action: 'retrieve', taskId: decodeTaskId(last) }
  const variant = url.searchParams.get('variant')
  return {
    action: 'content',
    taskId: decodeTaskId(second),
    variant: VARIANTS.find((known) => known === variant),
  }
}
