import { assertTaskId } from '../core/wire/taskId.js'
import { ProxyError } from './proxyError.js'

/** One of the routes of the proxy. */
export type ProxyRoute =
  | { action: 'create' }
  | { action: 'remix'; taskId: string }
  | { action: 'list' }
  | { action: 'retrieveMany' }
  | { action: 'retrieve'; taskId: string }
  | { action: 'content'; taskId: string; variant: string | undefined }
  | { action: 'delete'; taskId: string }
  | { action: 'share'; taskId: string }
  | { action: 'still'; taskId: string }

const READ = ['GET', 'HEAD']

/**
 * The end of each route's path: `videos`, `videos/{id}` or `videos/{id}/{end}`; of two that match, the longer one counts, and
 * of two as long the one that needs a query.
 */
const ROUTES = [
  { action: 'content', methods: READ, length: 3, end: 'content' },
  { action: 'still', methods: ['PUT'], length: 3, end: 'content', query: 'variant' },
  { action: 'remix', methods: ['POST'], length: 3, end: 'remix' },
  { action: 'share', methods: ['POST', 'DELETE'], length: 3, end: 'share' },
  { action: 'retrieve', methods: READ, length: 2 },
  { action: 'delete', methods: ['DELETE'], length: 2 },
  { action: 'create', methods: ['POST'], length: 1 },
  { action: 'retrieveMany', methods: READ, length: 1, query: 'ids' },
  { action: 'list', methods: READ, length: 1 },
] as const

/** Routes that are off until the `routes` option names them: not every gateway has them, and not every app has public links. */
export const OPTIONAL_ROUTES = ['remix', 'list', 'delete', 'share'] as const

/** Routes that are not on in every proxy. A still is taken where films are kept. */
const GATED_ROUTES: readonly string[] = [...OPTIONAL_ROUTES, 'still']

const VARIANTS = ['thumbnail', 'spritesheet']

/**
 * Matches the end of the path, under any prefix at which the proxy is mounted.
 *
 * @param enabled the routes that are on, of those that not every proxy has
 * @throws {ProxyError} 404 `not_found`; 405 `method_not_allowed` with `Allow`; 400 `invalid_id`, and `invalid_param` for a still
 *   as another variant than the thumbnail
 */
export function matchRoute(method: string, url: URL, enabled: ReadonlySet<string>): ProxyRoute {
  const segments = url.pathname.split('/').slice(1)
  const isOn = (action: string) => enabled.has(action) || !GATED_ROUTES.includes(action)
  const last = segments.at(-1) ?? ''
  const matching = ROUTES.filter(
    ({ length, ...route }) =>
      segments.at(-length) === 'videos' &&
      ('end' in route ? last === route.end : last !== '') &&
      (!('query' in route) || url.searchParams.has(route.query)) &&
      segments.slice(0, -length).every(isPlain),
  )
  const found = matching.filter(({ action }) => isOn(action))
  const off = matching.find(({ action, methods }) => !isOn(action) && methods.some((one) => one === method))
  const hint = off ? ` To let it pass, ${switchOf(off.action)} of this app's proxy.` : ''

  if (found.length === 0) {
    const remix = enabled.has('remix') ? ', videos/{id}/remix' : ''
    const message = `No such route. There are videos, videos/{id}${remix} and videos/{id}/content.${hint}`
    throw new ProxyError(404, 'not_found', message)
  }
  const action = found.find(({ methods }) => methods.some((one) => one === method))?.action
  if (action === undefined) {
    const allow = found.flatMap(({ methods }): readonly string[] => methods)
    throw new ProxyError(405, 'method_not_allowed', `This route does not allow ${method}.${hint}`, {
      headers: new Headers({ allow: [...new Set(allow)].join(', ') }),
    })
  }
  if (action === 'create' || action === 'list' || action === 'retrieveMany') return { action }
  if (action === 'retrieve' || action === 'delete') return { action, taskId: decodeTaskId(last) }
  const taskId = decodeTaskId(segments.at(-2) ?? '')
  if (action === 'remix' || action === 'share') return { action, taskId }
  const variant = url.searchParams.get('variant')
  if (action === 'still') {
    if (variant === 'thumbnail') return { action, taskId }
    const message = 'A still of a video is sent as `?variant=thumbnail`, and no other variant is taken.'
    throw new ProxyError(400, 'invalid_param', message, { param: 'variant' })
  }
  return { action, taskId, variant: VARIANTS.find((known) => known === variant) }
}

/** What turns a route on. */
const switchOf = (action: string) => (action === 'still' ? 'set `archive`' : `name '${action}' in \`routes\``)

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
