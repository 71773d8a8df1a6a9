import { assertTaskId } from '../core/client/arguments.js'
import { ProxyError } from './proxyError.js'

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

/** Ids of 200 characters are real; much longer ones are not. */
const LONGEST = 1024

/** What an id may never become on its way, were a server behind us to decode it again. */
// eslint-disable-next-line no-control-regex
const HOSTILE = /[\0-\x1f\x7f\\]|(?:^|\/)\.{1,2}(?:\/|$)/

/** Decodes what is encoded and leaves the rest, as lenient servers do. */
const decodeAgain = (text: string) =>
  text.replace(/%([0-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))

function isHostile(id: string): boolean {
  for (let text = id; ; text = decodeAgain(text)) {
    if (HOSTILE.test(text)) return true
    // Each round shortens the text, so this ends.
    if (decodeAgain(text) === text) return false
  }
}

/**
 * Reads the task id from its path segment, decoded exactly once.
 *
 * @throws {ProxyError} 400 `invalid_id`: malformed, blank, too long, or holding what could lead to another path upstream.
 */
export function decodeTaskId(segment: string): string {
  try {
    const id = decodeURIComponent(segment)
    assertTaskId(id)
    if (id.length <= LONGEST && !isHostile(id)) return id
  } catch {
    // Malformed or refused: answered below without repeating what was sent.
  }
  throw new ProxyError(
    400,
    'invalid_id',
    'The task id in the path is not valid. Send the id that creating the video returned, percent-encoded once.',
  )
}
