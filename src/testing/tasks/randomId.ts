const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** A random id; `crypto.randomUUID` is missing from pages served over plain HTTP, `getRandomValues` is not. */
export function randomId(length: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(length))
  return Array.from(bytes, (byte) => LETTERS[byte % LETTERS.length]).join('')
}
