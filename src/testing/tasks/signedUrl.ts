/**
 * Signs the temporary URL of a task's file in the style of object stores.
 *
 * @param expires Unix seconds
 */
export function signFileUrl(origin: string, id: string, expires: number): string {
  return `${origin}/files/${encodeURIComponent(id)}.mp4?Expires=${expires}&Signature=${signatureOf(id, expires)}`
}

/** Whether the `Signature` in a URL's query fits the task and the `Expires` in the same query. */
export function isSignedFor(id: string, query: URLSearchParams): boolean {
  return query.get('Signature') === signatureOf(id, expiryOf(query))
}

/** The `Expires` in a URL's query, in Unix seconds; 0 if it is missing. */
export function expiryOf(query: URLSearchParams): number {
  return Number(query.get('Expires'))
}

/**
 * A checksum in place of a signature: nothing here is secret, the value only has to depend on the id and the expiry.
 * `crypto.subtle` is missing on pages served over plain HTTP.
 */
function signatureOf(id: string, expires: number): string {
  const text = `${expires}\n${id}`
  let [a, b] = [0xdeadbeef, 0x41c6ce57]
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0
    a = Math.imul(a ^ code, 2654435761)
    b = Math.imul(b ^ code, 1597334677)
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909)
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909)
  return [a, b].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('')
}
