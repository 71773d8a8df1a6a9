/** What gateways put in the place of a key's middle: `sk-abc***xyz`, `sk-abc...xyz`, `sk-abcxxxxxyz`. */
const MASK = /\*{2,}|•{2,}|…|\.{3,}|[xX]{4,}/g

/** The fewest characters of a key that tell whose it is. */
const TELLING = 3

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

/** Hides keys that are masked with their ends showing. */
function hideMasked(text: string, key: string): string {
  if (text.search(MASK) < 0) return text
  let clean = ''
  let done = 0
  for (const { 0: mask, index } of text.matchAll(MASK)) {
    if (index < done) continue
    const end = index + mask.length
    const before = countStart(text.slice(Math.max(done, index - key.length), index), key)
    const after = countEnd(text.slice(end, end + key.length), key)
    if (before < TELLING && after < TELLING) continue
    clean += `${text.slice(done, index - before)}[redacted]`
    done = end + after
  }
  return clean + text.slice(done)
}

/** Makes what takes a key out of a text: whole in any of its spellings, or masked. */
export function createRedact(key: string): (text: string) => string {
  if (key.length < SHORTEST_SECRET) return (text) => text
  // In one pass over the text, the longest form first: this runs over every string of every answer.
  const forms = new RegExp(
    keyEncodings(key)
      .map((form) => form.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
      .join('|'),
    'g',
  )
  return (text) => hideMasked(text.replace(forms, '[redacted]'), key)
}

/** Shorter keys are placeholders, and taking them out of every text would only garble it. */
const SHORTEST_SECRET = 6

/** Shorter pieces of base64 would match by accident. */
const SHORTEST_ENCODED = 8

/** What base64 makes of the key when `offset` bytes stand before it (`Bearer `, `user:`), less its shared end digits. */
function encodeAt(key: string, offset: number): string {
  const digits = btoa('\0'.repeat(offset) + key)
  return digits.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + key.length) * 8) / 6))
}

const escapeJson = (text: string) => JSON.stringify(text).slice(1, -1)

function listURLForms(key: string): string[] {
  const all = encodeURIComponent(key)
  const form = new URLSearchParams({ key }).toString().slice('key='.length)
  const forms = [all, form, encodeURI(key), encodeURIComponent(all)]
  return [...forms, ...forms.map((text) => text.replace(/%../g, (code) => code.toLowerCase()))]
}

function listHTMLForms(key: string): string[] {
  const base = key.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return ['&quot;', '&#34;', '&#x22;', '"'].flatMap((quote) =>
    ['&#39;', '&#x27;', '&apos;', "'"].map((apostrophe) =>
      base.replaceAll('"', quote).replaceAll("'", apostrophe),
    ),
  )
}

function listEncodedForms(key: string): string[] {
  const base64 = [0, 1, 2].map((offset) => encodeAt(key, offset))
  const base64url = base64.map((digits) => digits.replaceAll('+', '-').replaceAll('/', '_'))
  const hex = [...key].map((char) => char.charCodeAt(0).toString(16)).join('')
  return [...base64, ...base64url, hex, hex.toUpperCase()].filter((text) => text.length >= SHORTEST_ENCODED)
}

/** The ways a key may be spelled in an answer that echoes it, the longest first. */
function keyEncodings(key: string): string[] {
  if (key.length < SHORTEST_SECRET) return []
  const json = escapeJson(key)
  const forms = [
    key,
    // Once as it stands in JSON, once in JSON that is itself a text in JSON.
    json,
    json.replaceAll('/', '\\/'),
    escapeJson(json),
    ...listURLForms(key),
    ...listHTMLForms(key),
    ...listEncodedForms(key),
  ]
  return [...new Set(forms)].sort((a, b) => b.length - a.length)
}
