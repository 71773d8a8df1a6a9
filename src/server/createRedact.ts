import { listKeyForms, SHORTEST_SECRET } from './listKeyForms.js'

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
    listKeyForms(key)
      .map((form) => form.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
      .join('|'),
    'g',
  )
  return (text) => hideMasked(text.replace(forms, '[redacted]'), key)
}
