import { assertTaskId } from '../core/wire/taskId.js'
import { ProxyError } from './proxyError.js'

/** One of the three routes of the proxy. */
export type ProxyRoute =
  | { action: 'create' }
  | { action: 'retrieve'; taskId: string }
  | { action: 'content'; taskId: string; variant: string | undefined }

const VARIANTS = ['thumbnail', 'spritesheet']
const READ = ['GET', 'HEAD']

/**
 * Matches the end of the path, under any prefix at which the proxy is mounted.
 *
 * @throws {ProxyError} 404 `not_found`; 405 `method_not_allowed` with `Allow`; 400 `invalid_id`
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
    const message = 'No such route. There are videos, videos/{id} and videos/{id}/content.'
    throw new ProxyError(404, 'not_found', message)
  }
  const length = found.find((route) => route.methods.includes(method))?.length
  if (length === undefined) {
    const allow = found.flatMap((route) => route.methods)
    throw new ProxyError(405, 'method_not_allowed', `This route does not allow ${method}.`, {
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

/**
 * Decodes the task id from its path segment, exactly once.
 *
 * @throws {ProxyError} 400 `invalid_id`: malformed, blank, too long, or with parts that could lead to another path of the
 *   API
 */
export function decodeTaskId(segment: string): string {
  try {
    const id = decodeURIComponent(segment)
    assertTaskId(id)
    if (id.length <= MAX_PUBLIC_ID_LENGTH && !isHostile(id)) return id
  } catch {
    // Malformed or refused: answered below, without repeating the segment.
  }
  throw new ProxyError(
    400,
    'invalid_id',
    'The task id in the path is not valid. Send the id that creating the video returned, percent-encoded once.',
  )
}

/** Whether a segment of the mount prefix is plain; encoded separators or dots in it are an attack. */
function isPlain(segment: string): boolean {
  try {
    return segment !== '' && !/[/\\\p{Cc}]|^\.{1,2}$/u.test(decodeURIComponent(segment))
  } catch {
    return false
  }
}

/**
 * Ids of the API have up to 2,000 characters. A signed one holds them in base64url, up to three bytes each, and what signs
 * them.
 */
const MAX_PUBLIC_ID_LENGTH = 8500

/** What an id must not contain, however often a server behind the proxy decodes it: ASCII controls, backslashes, dot segments. */
const HOSTILE = /[^\P{Cc}\x80-\x9f]|\\|(?:^|\/)\.{1,2}(?:\/|$)/u

function isHostile(id: string): boolean {
  let text = id
  for (let round = 0; round < MAX_DECODINGS; round++) {
    if (HOSTILE.test(text)) return true
    const decoded = decodeAgain(text)
    if (decoded === text) return false
    text = decoded
  }
  return true
}

/** No server decodes an id more often. Each round costs the length of the id. */
const MAX_DECODINGS = 16

/** Decodes the valid escapes and leaves the rest, as lenient servers do. */
const decodeAgain = (text: string) =>
  text.replace(/%([0-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
