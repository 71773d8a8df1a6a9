/** Shorter keys are placeholders, and taking them out of every text would only garble it. */
export const SHORTEST_SECRET = 6

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
export function listKeyForms(key: string): string[] {
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
