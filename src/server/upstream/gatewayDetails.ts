/**
 * What a gateway's own record of a task says of the account and of its routing. Removed from the task and the envelope
 * around it; deeper down the same names are the model's own.
 */
export const GATEWAY_FIELDS =
  /^(?:channel(?:_?(?:id|name|type|tag))?|(?:user_?)?group|token_?(?:id|name|group)|user_?(?:id|name)|quota)$/i

/** The same names as they stand in JSON. */
export const GATEWAY_FIELDS_IN_JSON = new RegExp(`"${GATEWAY_FIELDS.source.slice(1, -1)}"\\s*:`, 'i')

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
export function leaksGatewayDetails(text: string): boolean {
  // Some gateways put the video's URL into `fail_reason`: the words in a URL are not a message.
  return GATEWAY_DETAILS.test(text) && !/^https?:\/\/\S+$/i.test(text.trim())
}

/**
 * The message that replaces one with the gateway's details. The request id stays at its end, where the API writes it, so
 * that the operator can find the original in the API's logs.
 */
export function genericMessage(
  status: number,
  code: string | undefined,
  requestId: string | undefined,
): string {
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
