type Bytes = Uint8Array<ArrayBuffer>

/** Signs texts with the first of some secrets and accepts what any of them signed. */
export interface Signer {
  /** A signature of 32 bytes. */
  sign(text: string): Promise<Bytes>
  /** One signature by each secret, the newest first. */
  signAll(text: string): Promise<Bytes[]>
  /** Whether one of the secrets made this signature; compared in constant time. */
  verify(text: string, signature: Bytes): Promise<boolean>
}

const HMAC = { name: 'HMAC', hash: 'SHA-256' }

/** HMAC-SHA-256 by Web Crypto. Each use of it signs texts that start with a word of their own. */
export function createSigner(secrets: readonly string[]): Signer {
  const encoder = new TextEncoder()
  const readKey = (secret: string) =>
    crypto.subtle.importKey('raw', encoder.encode(secret), HMAC, false, ['sign', 'verify'])
  let keys: Promise<CryptoKey[]> | undefined
  // Not before the first use: workers allow no cryptography while a module loads.
  const readKeys = () => (keys ??= Promise.all(secrets.map(readKey)))
  const signAll = async (text: string) => {
    const data = encoder.encode(text)
    const signatures = (await readKeys()).map((key) => crypto.subtle.sign('HMAC', key, data))
    return (await Promise.all(signatures)).map((signature) => new Uint8Array(signature))
  }
  return {
    signAll,
    async sign(text) {
      const [key] = await readKeys()
      if (!key) throw new RangeError('A signer needs a secret.')
      return new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(text)))
    },
    async verify(text, signature) {
      const data = encoder.encode(text)
      for (const key of await readKeys()) {
        if (await crypto.subtle.verify('HMAC', key, signature, data)) return true
      }
      return false
    },
  }
}

type BytesBase64url = Uint8Array<ArrayBuffer>

/** Bytes as text that needs no encoding in a URL. */
export function toBase64url(bytes: BytesBase64url): string {
  const digits = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
  return digits.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/** The bytes of such a text; `undefined` for any other spelling, so that one value has one text only. */
export function fromBase64url(text: string): BytesBase64url | undefined {
  if (!/^[\w-]*$/.test(text) || text.length % 4 === 1) return undefined
  const digits = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  const bytes = Uint8Array.from(digits, (char) => char.charCodeAt(0))
  return toBase64url(bytes) === text ? bytes : undefined
}
