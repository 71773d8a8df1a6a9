import { isRecord } from '../core/isRecord.js'
import { parseErrorDetails } from '../core/parseErrorDetails.js'
import { mentionsGateway } from './mentionsGateway.js'
import { neutralMessage } from './neutralMessage.js'

/** Fields that hold a text for people, in the many names that relays give them. */
const TEXTS = /(?:message|msg|reason|detail|error|failure|description)s?$/i
/** Objects all of whose texts are such, save for what names things to programs. */
const ERRORS = /^(?:error|errors|detail|details|base_resp)$/i
const NAMES = /^(?:code|type|param|loc|status|object|id|request_?id)$/i
/** What the task or the error may be wrapped in. */
const ENVELOPES = /^(?:data|error)$/i
/** What a gateway's own record of a task says of the account and of the way it took. */
const INSIDES =
  /^(?:channel(?:_?(?:id|name|type|tag))?|(?:user_?)?group|token_?(?:id|name|group)|user_?(?:id|name)|quota)$/i

/** The same names as they stand in JSON. */
const INSIDES_IN_JSON = new RegExp(`"${INSIDES.source.slice(1, -1)}"\\s*:`, 'i')
/** Longer texts are walked whatever they say, which also ends those that nest without end. */
const LONGEST_GLANCE = 4096

/** Whether a text shows at a glance that there is nothing to take out, as nearly all polls do. */
const isPlain = (text: string, redact: (text: string) => string) =>
  text.length <= LONGEST_GLANCE &&
  !text.includes('\\') &&
  !mentionsGateway(text) &&
  !INSIDES_IN_JSON.test(text) &&
  redact(text) === text

/** Where a value stands: in a text for people, in an error, on the task or in the envelope around it. */
interface Place {
  isText: boolean
  isError: boolean
  isOuter: boolean
}
type Walk = (value: unknown, place: Place) => unknown

function createWalk(redact: (text: string) => string, hide: (text: string) => string): Walk {
  const walk: Walk = (value, place) => {
    if (typeof value === 'string') return place.isText && mentionsGateway(value) ? hide(value) : redact(value)
    if (Array.isArray(value)) return value.map((item) => walk(item, place))
    if (!isRecord(value)) return value
    // Deeper down the same names are the model's own.
    const kept = Object.entries(value).filter(([name]) => !(place.isOuter && INSIDES.test(name)))
    return Object.fromEntries(
      kept.map(([name, item]) => {
        const isError = place.isError || ERRORS.test(name)
        const isText = isError ? !NAMES.test(name) : TEXTS.test(name)
        const isOuter = place.isOuter && ENVELOPES.test(name)
        return [redact(name), walk(item, { isText, isError, isOuter })]
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
  if (isPlain(text, redact)) return text
  const hide = (message: string) => {
    const { code, requestId } = parseErrorDetails(value)
    return redact(neutralMessage(status, code, requestId ?? parseErrorDetails(message).requestId))
  }
  const clean = JSON.stringify(
    createWalk(redact, hide)(value, { isText: false, isError: false, isOuter: true }),
  )
  return redact(text) === text && clean === JSON.stringify(value) ? text : clean
}
