/**
 * How gateways of the new-api family speak of their insides: which channels and groups serve a model, and how the account
 * of the key stands. Channels of sound and colour are meant to be read.
 */
const INSIDES = new RegExp(
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
export function mentionsGateway(text: string): boolean {
  // Where a `fail_reason` holds the video's address, its words are no text.
  return INSIDES.test(text) && !/^https?:\/\/\S+$/i.test(text.trim())
}
