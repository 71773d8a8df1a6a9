/**
 * Makes the function that removes a key from a text: whole in any of its encodings, or masked with its ends showing. Keys
 * under 6 characters are placeholders, and are not removed.
 */
export function createKeyRedaction(key: string): (text: string) => string {
  if (key.length < MIN_KEY_LENGTH) return (text) => text
  // In one pass, the longest encoding first: this runs over every string of every answer.
  const encodings = new RegExp(
    keyEncodings(key)
      .map((encoding) => encoding.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
      .join('|'),
    'g',
  )
  return (text) => redactMasked(text.replace(encodings, REDACTED), key)
}

const REDACTED = '[redacted]'

/** Removing shorter keys from every text would only garble it. */
const MIN_KEY_LENGTH = 6

/** Shorter pieces of base64 or hex would match by accident. */
const MIN_ENCODED_LENGTH = 8

/** The ways a key may be written in an answer that echoes it, the longest first. */
function keyEncodings(key: string): string[] {
  const json = escapeJson(key)
  const encodings = [
    key,
    // Once as it stands in JSON, once in JSON that is itself a string in JSON.
    json,
    json.replaceAll('/', '\\/'),
    escapeJson(json),
    ...urlEncodings(key),
    ...htmlEncodings(key),
    ...binaryEncodings(key),
  ]
  return [...new Set(encodings)].sort((a, b) => b.length - a.length)
}

const escapeJson = (text: string) => JSON.stringify(text).slice(1, -1)

function urlEncodings(key: string): string[] {
  const component = encodeURIComponent(key)
  const form = new URLSearchParams({ key }).toString().slice('key='.length)
  const encodings = [component, form, encodeURI(key), encodeURIComponent(component)]
  return [...encodings, ...encodings.map((text) => text.replace(/%../g, (code) => code.toLowerCase()))]
}

function htmlEncodings(key: string): string[] {
  const base = key.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return ['&quot;', '&#34;', '&#x22;', '"'].flatMap((quote) =>
    ['&#39;', '&#x27;', '&apos;', "'"].map((apostrophe) =>
      base.replaceAll('"', quote).replaceAll("'", apostrophe),
    ),
  )
}

function binaryEncodings(key: string): string[] {
  const base64 = [0, 1, 2].map((offset) => base64At(key, offset))
  const base64url = base64.map((digits) => digits.replaceAll('+', '-').replaceAll('/', '_'))
  const hex = [...key].map((char) => char.charCodeAt(0).toString(16)).join('')
  return [...base64, ...base64url, hex, hex.toUpperCase()].filter((text) => text.length >= MIN_ENCODED_LENGTH)
}

/** The key in base64 behind `offset` other bytes (`Bearer `, `user:`), without the digits that it shares with them. */
function base64At(key: string, offset: number): string {
  const digits = btoa('\0'.repeat(offset) + key)
  return digits.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + key.length) * 8) / 6))
}

/** What gateways write for the middle of a key: `sk-abc***xyz`, `sk-abc...xyz`, `sk-abcxxxxxyz`. */
const MASK = /\*{2,}|•{2,}|…|\.{3,}|[xX]{4,}/g

/** The fewest characters beside a mask that identify the key. */
const MIN_VISIBLE = 3

/** Removes keys that are masked with their start or end showing. */
function redactMasked(text: string, key: string): string {
  if (text.search(MASK) < 0) return text
  let clean = ''
  let done = 0
  for (const { 0: mask, index } of text.matchAll(MASK)) {
    if (index < done) continue
    const end = index + mask.length
    const before = countStart(text.slice(Math.max(done, index - key.length), index), key)
    const after = countEnd(text.slice(end, end + key.length), key)
    if (before < MIN_VISIBLE && after < MIN_VISIBLE) continue
    clean += text.slice(done, index - before) + REDACTED
    done = end + after
  }
  return clean + text.slice(done)
}

/** How many characters of the key's start a text ends in. */
function countStart(text: string, key: string): number {
  for (let length = Math.min(text.length, key.length); length > 0; length--) {
    if (text.endsWith(key.slice(0, length))) return length
  }
  return 0
}

/** How many characters of the key's end a text starts with. */
function countEnd(text: string, key: string): number {
  for (let length = Math.min(text.length, key.length); length > 0; length--) {
    if (text.startsWith(key.slice(-length))) return length
  }
  return 0
}
