import { VideoTaskError } from '../errors/VideoTaskError.js'

// By way of RequestInit, since Node's types without the DOM's have no HeadersInit.
type FetchHeaders = NonNullable<RequestInit['headers']>

/** Headers as `fetch` takes them, or a function that returns them for each request. */
export type HeadersOption = FetchHeaders | (() => FetchHeaders | Promise<FetchHeaders>)

interface HeaderOptions {
  apiKey?: string | undefined
  headers?: HeadersOption | undefined
  dangerouslyAllowBrowser?: boolean | undefined
}

/**
 * Creates the function that returns the headers of a request: the app's own, and the key unless they set `Authorization`.
 *
 * @throws {VideoTaskError} code `invalid_api_key` or `api_key_in_browser`
 */
export function createHeaders({
  apiKey,
  headers: own,
  dangerouslyAllowBrowser,
}: HeaderOptions): () => Promise<Headers> {
  const key = apiKey?.trim()
  if (key !== undefined) assertApiKey(key, dangerouslyAllowBrowser)
  return async () => {
    const headers = new Headers(typeof own === 'function' ? await own() : own)
    if (key !== undefined && !headers.has('authorization')) headers.set('authorization', `Bearer ${key}`)
    return headers
  }
}

function assertApiKey(key: string, isAllowedInBrowser: boolean | undefined): void {
  if (!/^[\x21-\x7e]+$/.test(key)) {
    throw new VideoTaskError('apiKey is empty, or has characters that a header cannot carry.', {
      code: 'invalid_api_key',
    })
  }
  const isBrowser = 'document' in globalThis || 'importScripts' in globalThis
  if (isBrowser && !isAllowedInBrowser) {
    throw new VideoTaskError(
      'An apiKey in a browser is public. Pass it to createVideoProxy of react-video-task/server, and the path of that ' +
        "as baseURL. For a user's own key, set dangerouslyAllowBrowser.",
      { code: 'api_key_in_browser' },
    )
  }
}
