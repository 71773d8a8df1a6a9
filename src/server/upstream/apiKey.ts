import { VideoTaskError } from '../../core/errors/VideoTaskError.js'
import { authHeader, type VideoAuth } from '../../core/client/request.js'
import { createSigner, toBase64url } from '../access/signer.js'
import { createKeyRedaction } from './keyRedaction.js'
import type { VideoProxyOptions } from '../options.js'
import { ProxyError } from '../proxyError.js'

/** The header that carries the key to the API. */
export interface KeyHeader {
  name: string
  value: string
}

/** The API key in the only three forms in which the proxy uses it. */
export interface ProxyKey {
  authorization: KeyHeader
  /** Replaces every occurrence of the key in a text, masked ones that show its ends included. */
  redact: (text: string) => string
  /**
   * The API and the account to which tasks belong, as digests of `baseURL` and each key: that of the key in use first, then
   * those of the others that `apiKey` lists.
   */
  apis: ApiDigests
}

/** At least one. */
export type ApiDigests = readonly [string, ...string[]]

/** The API key during one request. */
export interface RequestKey {
  /**
   * Reads the key. Called only after every check has passed, so that a refused request never causes a read.
   *
   * @throws {ProxyError} 500 `api_key_unavailable`
   */
  read(): Promise<ProxyKey>
  /** Redacts the key. One that comes from a function is unknown, and so not redacted, before it is read. */
  redact(text: string): string
}

/**
 * Makes the source of the API key, from which each request takes its own.
 *
 * @param baseURL the API's, normalized
 * @throws {VideoTaskError} code `invalid_api_key`, for a fixed key that cannot work
 */
export function createKeySource(
  apiKey: VideoProxyOptions['apiKey'],
  baseURL: string,
  auth?: VideoAuth,
): () => RequestKey {
  // A function mostly returns what it returned before.
  let latest = typeof apiKey === 'function' ? undefined : prepareKeys(readKeys(apiKey), baseURL, auth)
  return () => {
    let key = typeof apiKey === 'function' ? undefined : latest
    return {
      async read() {
        try {
          if (typeof apiKey === 'function') {
            const keys = readKeys(await apiKey())
            key = latest?.isOf(keys) ? latest : prepareKeys(keys, baseURL, auth)
            latest = key
          }
          if (!key) throw new ReferenceError('There is no key.')
          return { authorization: key.authorization, redact: key.redact, apis: await key.digest() }
        } catch (cause) {
          throw new ProxyError(500, 'api_key_unavailable', 'The server has no API key to use.', { cause })
        }
      },
      redact: (text) => (key ? key.redact(text) : text),
    }
  }
}

/** The same key for all tasks of one request, read when the first of them may be asked for. */
export function readOnce(key: RequestKey): RequestKey {
  let reading: Promise<ProxyKey> | undefined
  return { read: () => (reading ??= key.read()), redact: (text) => key.redact(text) }
}

type Keys = readonly [string, ...string[]]

/** Makes what the proxy needs of its keys. */
function prepareKeys(keys: Keys, baseURL: string, auth: VideoAuth | undefined) {
  const redactions = keys.flatMap(secretsOf).map(createKeyRedaction)
  const [name, value] = authHeader(keys[0], auth)
  const digestOf = async (key: string) => {
    const digest = await createSigner([key]).sign(`api\n${baseURL}`)
    return toBase64url(digest.slice(0, DIGEST_BYTES))
  }
  const digestAll = async (): Promise<ApiDigests> => {
    const [first, ...others] = keys
    return [await digestOf(first), ...(await Promise.all(others.map(digestOf)))]
  }
  let digests: Promise<ApiDigests> | undefined
  return {
    authorization: { name, value },
    redact: (text: string) => redactions.reduce((clean, redact) => redact(clean), text),
    isOf: (others: Keys) => others.join(' ') === keys.join(' '),
    // Not before the first use: workers allow no cryptography while a module loads.
    digest: () => (digests ??= digestAll()),
  }
}

/** What must not be seen of a key: of `id:secret` each half too, since a short one is no long run of the whole. */
const secretsOf = (key: string) => (key.includes(':') ? [key, ...key.split(':')] : [key])

/** Of an HMAC with the key, from which nothing of the key can be computed. */
const DIGEST_BYTES = 16

/** @throws {VideoTaskError} code `invalid_api_key` */
function readKeys(apiKey: unknown): Keys {
  const [first, ...others]: unknown[] = Array.isArray(apiKey) ? apiKey : [apiKey]
  return [readKey(first), ...others.map(readKey)]
}

/**
 * Checks a key.
 *
 * @throws {VideoTaskError} code `invalid_api_key`. The message never holds the key.
 */
function readKey(key: unknown): string {
  if (typeof key !== 'string' || key.trim() === '') {
    throw new VideoTaskError(
      `createVideoProxy has no API key: \`apiKey\` is missing or blank. ${WHAT_TO_DO}.`,
      { code: 'invalid_api_key' },
    )
  }
  // Keys read from files end in a line break. Another unprintable character would make `Headers` throw with the key in
  // its message.
  const trimmed = key.trim()
  if (!/^[\x21-\x7e]+$/.test(trimmed)) {
    throw new VideoTaskError(
      'The `apiKey` of createVideoProxy holds a space or a character that no header can carry. ' +
        "Pass the bare key, without quotes and without a word such as 'Bearer', which `auth` sets.",
      { code: 'invalid_api_key' },
    )
  }
  return trimmed
}

const WHAT_TO_DO =
  'Pass the key as `apiKey`, for example from an environment variable of the server: ' +
  'createVideoProxy({ apiKey: process.env.COMETAPI_KEY, authorize })'
