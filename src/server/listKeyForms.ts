/** Shorter keys are placeholders, and taking them out of every text would only garble it. */
const SHORTEST_SECRET = 6

/** Shorter pieces of base64 would match by accident. */
const SHORTEST_ENCODED = 8

/** What base64 makes of the key when `offset` bytes stand before it (`Bearer `, `user:`), less its shared end digits. */
function encodeAt(key: string, offset: number): string {
  const digits = btoa('\0'.repeat(offset) + key)
  return digits.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + key.length) * 8) / 6))
}

/** The ways a key may be spelled in an answer that echoes it, the longest first. */
export function listKeyForms(key: string): string[] {
  if (key.length < SHORTEST_SECRET) return []
  const url = encodeURIComponent(key)
  const json = JSON.stringify(key).slice(1, -1)
  const base64 = [0, 1, 2].map((offset) => encodeAt(key, offset))
  const forms = [
    key,
    json,
    json.replaceAll('/', '\\/'),
    url,
    url.replace(/%../g, (code) => code.toLowerCase()),
    ...[...base64, ...base64.map((digits) => digits.replaceAll('+', '-').replaceAll('/', '_'))].filter(
      (digits) => digits.length >= SHORTEST_ENCODED,
    ),
  ]
  return [...new Set(forms)].sort((a, b) => b.length - a.length)
}
