import { parseErrorDetails } from '../../core/wire/errorDetails.js'
import { isRecord } from '../../core/wire/values.js'

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
  !leaksGatewayDetails(text) &&
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
    if (typeof value === 'string')
      return place.isText && leaksGatewayDetails(value) ? hide(value) : redact(value)
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
export function sanitizeJson(text: string, status: number, redact: (text: string) => string): string {
  const value: unknown = JSON.parse(text)
  if (isPlain(text, redact)) return text
  const hide = (message: string) => {
    const { code, requestId } = parseErrorDetails(value)
    return redact(genericMessage(status, code, requestId ?? parseErrorDetails(message).requestId))
  }
  const clean = JSON.stringify(
    createWalk(redact, hide)(value, { isText: false, isError: false, isOuter: true }),
  )
  return redact(text) === text && clean === JSON.stringify(value) ? text : clean
}

/**
 * How gateways of the new-api family speak of their insides: which channels and groups serve a model, and how the account
 * of the key stands. Channels of sound and colour are meant to be read.
 */
const MENTIONS_GATEWAY_INSIDES = new RegExp(
  [
    '渠道|管道|分组|分組|令牌|额度|額度|余额|餘額|上游|负载|負載',
    '\\bdistributor\\b|TokenStatus|no available keys?',
    '(?<!\\b(?:alpha|audio|sound|colou?r|rgba?|mono|stereo|\\d)[\\s-])\\bchannels?\\b',
    '\\b(?:under|current|this|the|user|token|default|auto|upgrade)\\s+groups?\\b|\\baccess\\s+(?:to\\s+)?groups?\\b',
    '\\bgroups?\\s+(?:ratio|upstream|name|id|is\\s+(?:disabled|deprecated))\\b',
    '\\bquotas?\\b|\\bbilling\\b|\\btop[- ]?up\\b|\\b(?:account|insufficient|remaining|your)\\s+(?:account\\s+)?(?:balance|credits?)\\b',
    '\\b(?:this|invalid|api)[- ]token\\b|\\btoken\\s+(?:name|status|not provided|has expired)\\b|\\bapi[- _]?keys?\\b',
  ].join('|'),
  'i',
)

/** Whether a text for people speaks of the gateway's insides, which are nothing to the viewer of a video. */
function leaksGatewayDetails(text: string): boolean {
  // Where a `fail_reason` holds the video's address, its words are no text.
  return MENTIONS_GATEWAY_INSIDES.test(text) && !/^https?:\/\/\S+$/i.test(text.trim())
}

function sentence(status: number, code: string | undefined): string {
  if (status < 400) return 'The video could not be made.'
  if (code === 'model_not_found') return 'This model is not available at the moment.'
  if (status === 429) return 'The video service has too much to do at the moment. Try again later.'
  if (status >= 500) return 'The video service is not available at the moment. Try again later.'
  return 'The video service did not accept this request.'
}

/**
 * What stands in the place of a text that is not for viewers. The request id stays at its end, where the API writes it,
 * so that the operator can find the text in the API's logs.
 */
function genericMessage(status: number, code: string | undefined, requestId: string | undefined): string {
  const id = safeRequestId(requestId)
  return id === undefined ? sentence(status, code) : `${sentence(status, code)} (request id: ${id})`
}

/** A request id as far as it can be put into a header and a sentence, whatever the API sent in its place. */
export function safeRequestId(id: string | undefined): string | undefined {
  return id !== undefined && /^[\w.:=-]{1,128}$/.test(id) ? id : undefined
}
