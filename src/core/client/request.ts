import { withTimeout } from '../abort.js'
import {
  isVideoTaskError,
  networkError,
  VideoNetworkError,
  VideoTaskError,
} from '../errors/VideoTaskError.js'

/** A request of a client, as a `headers` function gets it. */
export interface VideoClientRequest {
  action: 'create' | 'retrieve' | 'content' | 'remix' | 'list' | 'delete' | 'share' | 'still'
  method: string
  /** With the query. */
  url: string
}

/**
 * How requests carry the key: `Authorization: Bearer KEY`, or another header, with a word before the key where the API asks
 * for one, such as `{ header: 'authorization', scheme: 'Key' }` or `{ header: 'x-api-key' }`.
 */
export type VideoAuth = 'bearer' | { readonly header: string; readonly scheme?: string | undefined }

/** Name and value of the header that carries a key. */
export function authHeader(key: string, auth: VideoAuth = 'bearer'): [name: string, value: string] {
  if (auth === 'bearer') return ['authorization', `Bearer ${key}`]
  return [auth.header, auth.scheme ? `${auth.scheme} ${key}` : key]
}

interface SenderOptions {
  /** Returns the headers of a request. */
  headers: (request: VideoClientRequest) => Promise<Headers>
  /** @default the global `fetch` */
  fetch?: typeof globalThis.fetch | undefined
}

/** One request. */
interface SendOptions extends Omit<RequestInit, 'signal' | 'headers'> {
  url: string
  action: VideoClientRequest['action']
  signal?: AbortSignal | undefined
  /** Longest time until `read` has the whole response, in ms. @default none */
  timeout?: number | undefined
  /** Sends this request. @default that of the sender */
  fetch?: typeof globalThis.fetch | undefined
}

/** Reads the JSON of an answer. */
export type Parse<T> = (body: unknown, status: number, headers: Headers) => T | Promise<T>

/** Sends one request and reads its response. */
export type Sender = <T>(request: SendOptions, read: (response: Response) => Promise<T>) => Promise<T>

/**
 * Creates the function that sends a client's requests. Failures of the transport become a `VideoNetworkError`; errors of
 * this library and the reason of an abort are thrown as they are.
 */
export function createSender({ headers, fetch: sender }: SenderOptions): Sender {
  return async ({ url, action, signal, timeout, fetch = sender, ...init }, read) => {
    if (url.startsWith('/') && !fetch && !('location' in globalThis)) {
      throw new VideoTaskError(
        `${url} is relative to no page. Pass an absolute baseURL, or a fetch that adds the host.`,
        { code: 'invalid_base_url' },
      )
    }
    const run = async (joined: AbortSignal) => {
      try {
        const head = await headers({ action, method: init.method ?? 'GET', url })
        if (typeof init.body === 'string') head.set('content-type', 'application/json')
        joined.throwIfAborted()
        return await read(await (fetch ?? globalThis.fetch)(url, { ...init, headers: head, signal: joined }))
      } catch (cause) {
        return throwFailure(url, cause, joined)
      }
    }
    const timeoutError = () =>
      // Without the ids of a request for many tasks.
      new VideoNetworkError(
        `No complete response from ${url.split('?')[0]} in ${Number(timeout) / 1000} s.`,
        {
          code: 'timeout',
        },
      )
    return withTimeout(run, { signal, timeout, timeoutError })
  }
}

/**
 * Throws the error for a request that failed, or whose response broke off, on its way: the reason of an abort and an error
 * of this library as they are, anything else as a `VideoNetworkError`.
 */
export function throwFailure(url: string, cause: unknown, signal: AbortSignal | undefined): never {
  if (signal?.aborted) throw signal.reason
  if (isVideoTaskError(cause)) throw cause
  throw networkError(`${url} is unreachable, or its response broke off`, cause)
}
