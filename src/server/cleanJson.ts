import { isRecord } from '../core/isRecord.js'
import { parseErrorDetails } from '../core/parseErrorDetails.js'
import { mentionsGateway } from './mentionsGateway.js'
import { neutralMessage } from './neutralMessage.js'

/** Fields that hold a text for people, in the many names that relays give them. */
const TEXTS = /(?:message|msg|reason|detail|error|failure|description)s?$/i
/** Objects all of whose texts are such, save for what names things to programs. */
const ERRORS = /^(?:error|errors|detail|details|base_resp)$/i
const NAMES = /^(?:code|type|param|loc|status|object|id|request_?id)$/i
/** What a gateway's own record of a task says of the account and of the way it took. */
const INSIDES =
  /^(?:channel(?:_?(?:id|name|type|tag))?|(?:user_?)?group|token_?(?:id|name|group)|user_?(?:id|name)|quota)$/i

type Walk = (value: unknown, isText: boolean, isError: boolean, depth: number) => unknown

function createWalk(redact: (text: string) => string, hide: (text: string) => string): Walk {
  const walk: Walk = (value, isText, isError, depth) => {
    if (typeof value === 'string') return isText && mentionsGateway(value) ? hide(value) : redact(value)
    if (Array.isArray(value)) return value.map((item) => walk(item, isText, isError, depth + 1))
    if (!isRecord(value)) return value
    // Only on the task and in its envelope: deeper down the same names are the model's own.
    const isOuter = depth <= 1
    const kept = Object.entries(value).filter(([name]) => !(isOuter && INSIDES.test(name)))
    return Object.fromEntries(
      kept.map(([name, item]) => {
        const isInError = isError || ERRORS.test(name)
        const isMessage = isInError ? !NAMES.test(name) : TEXTS.test(name)
        return [redact(name), walk(item, isMessage, isInError, depth + 1)]
      }),
    )
  }
  return walk
}

/**
 * Takes out of a JSON text what callers may not see: the key, from the strings it stands for, so that no way of escaping
 * hides it; and what the gateway says of its channels, groups and the account, for which a neutral sentence stands in.
 * `code`, `type` and the request id stay. A text with none of it is given back as it came, since writing it anew would
 * round large numbers.
 *
 * @throws {SyntaxError} when it is no JSON.
 */
export function cleanJson(text: string, status: number, redact: (text: string) => string): string {
  const value: unknown = JSON.parse(text)
  const hide = (message: string) => {
    const { code, requestId } = parseErrorDetails(value)
    return redact(neutralMessage(status, code, requestId ?? parseErrorDetails(message).requestId))
  }
  const clean = JSON.stringify(createWalk(redact, hide)(value, false, false, 0))
  return redact(text) === text && clean === JSON.stringify(value) ? text : clean
}
