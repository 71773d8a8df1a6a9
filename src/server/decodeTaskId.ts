import { assertTaskId } from '../core/assertTaskId.js'
import { ProxyError } from './ProxyError.js'

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
