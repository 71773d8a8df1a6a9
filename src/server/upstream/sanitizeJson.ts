import { parseErrorDetails } from '../../core/wire/errorDetails.js'
import { isRecord } from '../../core/wire/fieldValues.js'
import { type ExactAnswer, readExactAnswer } from './exactAnswer.js'

/**
 * Removes from a JSON text what callers may not see: the key, from the strings after parsing, so that no way of escaping
 * hides it; and what the gateway says of its channels, groups and account, which a generic message replaces. `code`,
 * `type` and the request id stay. A text with nothing to remove is returned unchanged; in any other, integers keep
 * their digits. The answer is parsed here, and nowhere again.
 *
 * @throws {SyntaxError} when it is not JSON
 */
export function sanitizeJson(text: string, status: number, redact: (text: string) => string): ExactAnswer {
  const answer = readExactAnswer(text)
  if (isClean(text, redact)) return answer
  const { value, print } = answer
  const hasNoKey = redact(text) === text
  // Without escapes the text holds each string as it is, so it was searched with it.
  const redactString = hasNoKey && !text.includes('\\') ? (string: string) => string : redact
  const replaceMessage = (message: string) => {
    const { code, requestId } = parseErrorDetails(value)
    const id = safeRequestId(requestId ?? parseErrorDetails(message).requestId)
    return redact(genericMessage(status, code, id))
  }
  const walk = createWalk(redactString, replaceMessage)
  const cleanValue = walk(value, { isMessage: false, isError: false, isEnvelope: true })
  const clean = print(cleanValue)
  return hasNoKey && clean === print(value) ? answer : { text: clean, value: cleanValue, print }
}

/** A request id that is safe in a header and a sentence, whatever the API sent in its place. */
export function safeRequestId(id: string | undefined): string | undefined {
  return id !== undefined && /^[\w.:=-]{1,128}$/.test(id) ? id : undefined
}

/** Longer texts are always walked, so that JSON too deeply nested for a walk is refused and not passed on. */
const MAX_SCANNED_LENGTH = 4096

/** Whether a short text holds nothing to remove, as nearly all polls do. */
const isClean = (text: string, redact: (text: string) => string) =>
  text.length <= MAX_SCANNED_LENGTH &&
  !text.includes('\\') &&
  !leaksGatewayDetails(text) &&
  !GATEWAY_FIELDS_IN_JSON.test(text) &&
  redact(text) === text

/** Where a value stands in the body. */
interface Place {
  /** In a field for people. */
  isMessage: boolean
  /** Inside an error. */
  isError: boolean
  /** On the task itself or in an envelope around it; deeper fields belong to the model. */
  isEnvelope: boolean
}
type Walk = (value: unknown, place: Place) => unknown

/** Fields that hold a message for people, in the many names that gateways give them. */
const MESSAGE_FIELDS = /(?:message|msg|reason|detail|error|failure|description)s?$/i
/** Objects in which every text is a message, except the fields below. */
const ERROR_FIELDS = /^(?:error|errors|detail|details|base_resp)$/i
/** Fields of an error that are for programs. */
const CODE_FIELDS = /^(?:code|type|param|loc|status|object|id|request_?id)$/i
/** Envelopes around a task or an error. */
const ENVELOPE_FIELDS = /^(?:data|error)$/i

function createWalk(redact: (text: string) => string, replaceMessage: (text: string) => string): Walk {
  const walk: Walk = (value, place) => {
    if (typeof value === 'string')
      return place.isMessage && leaksGatewayDetails(value) ? replaceMessage(value) : redact(value)
    if (Array.isArray(value)) return value.map((item) => walk(item, place))
    if (!isRecord(value)) return value
    const kept = Object.entries(value).filter(([name]) => !(place.isEnvelope && GATEWAY_FIELDS.test(name)))
    return Object.fromEntries(
      kept.map(([name, item]) => {
        const isError = place.isError || ERROR_FIELDS.test(name)
        const isMessage = isError ? !CODE_FIELDS.test(name) : MESSAGE_FIELDS.test(name)
        const isEnvelope = place.isEnvelope && ENVELOPE_FIELDS.test(name)
        return [redact(name), walk(item, { isMessage, isError, isEnvelope })]
      }),
    )
  }
  return walk
}

/**
 * What a gateway's own record of a task says of the account and of its routing. Removed from the task and the envelope
 * around it; deeper down the same names are the model's own.
 */
const GATEWAY_FIELDS =
  /^(?:channel(?:_?(?:id|name|type|tag))?|(?:user_?)?group|token_?(?:id|name|group)|user_?(?:id|name)|quota)$/i

/** The same names as they stand in JSON. */
const GATEWAY_FIELDS_IN_JSON = new RegExp(`"${GATEWAY_FIELDS.source.slice(1, -1)}"\\s*:`, 'i')

/**
 * How gateways of the new-api family write about their internals: which channels and groups serve a model, and the state
 * of the key's account. Channels of sound and colour are the viewer's business.
 */
const GATEWAY_DETAILS = new RegExp(
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

/** Whether a message mentions the gateway's internals, which do not concern the viewer of a video. */
function leaksGatewayDetails(text: string): boolean {
  // Some gateways put the video's URL into `fail_reason`: the words in a URL are not a message.
  return GATEWAY_DETAILS.test(text) && !/^https?:\/\/\S+$/i.test(text.trim())
}

/**
 * The message that replaces one with the gateway's details. The request id stays at its end, where the API writes it, so
 * that the operator can find the original in the API's logs.
 */
function genericMessage(status: number, code: string | undefined, requestId: string | undefined): string {
  const sentence = genericSentence(status, code)
  return requestId === undefined ? sentence : `${sentence} (request id: ${requestId})`
}

function genericSentence(status: number, code: string | undefined): string {
  if (status < 400) return 'The video could not be made.'
  if (code === 'model_not_found') return 'This model is not available at the moment.'
  if (status === 429) return 'The video service is busy at the moment. Try again later.'
  if (status >= 500) return 'The video service is not available at the moment. Try again later.'
  return 'The video service did not accept this request.'
}
