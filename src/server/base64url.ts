type Bytes = Uint8Array<ArrayBuffer>

/** Bytes as text that needs no encoding in a URL. */
export function toBase64url(bytes: Bytes): string {
  const digits = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
  return digits.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/** The bytes of such a text; `undefined` for any other spelling, so that one value has one text only. */
export function fromBase64url(text: string): Bytes | undefined {
  if (!/^[\w-]*$/.test(text) || text.length % 4 === 1) return undefined
  const digits = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  const bytes = Uint8Array.from(digits, (char) => char.charCodeAt(0))
  return toBase64url(bytes) === text ? bytes : undefined
}
