import type { Bytes } from '../../core/content/bytes.js'

/** Signs texts with the first of several secrets and accepts the signatures of all of them. */
export interface Signer {
  /** A signature of 32 bytes. */
  sign(text: string): Promise<Bytes>
  /** One signature by each secret, the newest secret first. */
  signAll(text: string): Promise<Bytes[]>
  /** Whether one of the secrets made this signature; compared in constant time. */
  verify(text: string, signature: Bytes): Promise<boolean>
}

const HMAC = { name: 'HMAC', hash: 'SHA-256' }

/**
 * Makes a signer with HMAC-SHA-256 of Web Crypto. Each use signs texts with a first word of its own (`id`, `owner`,
 * `content`), so that a signature of one use is never valid for another.
 */
export function createSigner(secrets: readonly string[]): Signer {
  const encoder = new TextEncoder()
  const importKey = (secret: string) =>
    crypto.subtle.importKey('raw', encoder.encode(secret), HMAC, false, ['sign', 'verify'])
  let keys: Promise<CryptoKey[]> | undefined
  // Not before the first use: workers allow no cryptography while a module loads.
  const importKeys = () => (keys ??= Promise.all(secrets.map(importKey)))
  const signAll = async (text: string) => {
    const data = encoder.encode(text)
    const signatures = (await importKeys()).map((key) => crypto.subtle.sign('HMAC', key, data))
    return (await Promise.all(signatures)).map((signature) => new Uint8Array(signature))
  }
  return {
    signAll,
    async sign(text) {
      const [key] = await importKeys()
      if (!key) throw new RangeError('A signer needs a secret.')
      return new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(text)))
    },
    async verify(text, signature) {
      const data = encoder.encode(text)
      for (const key of await importKeys()) {
        if (await crypto.subtle.verify('HMAC', key, signature, data)) return true
      }
      return false
    },
  }
}

/** Encodes bytes as base64url without padding (RFC 4648, 5), which needs no escaping in a URL. */
export function toBase64url(bytes: Bytes): string {
  const digits = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
  return digits.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/** Decodes base64url; `undefined` for any other spelling, so that each value has exactly one text. */
export function fromBase64url(text: string): Bytes | undefined {
  if (!/^[\w-]*$/.test(text) || text.length % 4 === 1) return undefined
  const digits = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  const bytes = Uint8Array.from(digits, (char) => char.charCodeAt(0))
  return toBase64url(bytes) === text ? bytes : undefined
}
