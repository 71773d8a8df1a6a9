import { VideoTaskError } from './VideoTaskError.js'

// By way of RequestInit: Node's types know it without the DOM's, and HeadersInit they do not.
type FetchHeaders = NonNullable<RequestInit['headers']>

/** Headers as `fetch` takes them, or a function that gives them for each request. */
export type HeadersOption = FetchHeaders | (() => FetchHeaders | Promise<FetchHeaders>)

const isBrowser = () => 'document' in globalThis || 'importScripts' in globalThis

function readApiKey(
  apiKey: string | undefined,
  dangerouslyAllowBrowser: boolean | undefined,
): string | undefined {
  if (apiKey === undefined) return undefined
  const key = apiKey.trim()
  if (!/^[\x21-\x7e]+$/.test(key)) {
    throw new VideoTaskError(
      `apiKey ${key === '' ? 'is empty' : 'holds characters that no header can'}. Expected the key as the API gave it.`,
      { code: 'invalid_api_key' },
    )
  }
  if (isBrowser() && !dangerouslyAllowBrowser) {
    throw new VideoTaskError(
      'An apiKey in a browser is public. Keep it on a server, behind createVideoProxy of ' +
        'react-video-task/server, whose path is the baseURL; dangerouslyAllowBrowser is for your own key.',
      { code: 'api_key_in_browser' },
    )
  }
  return key
}

/**
 * Makes the function that gives a request its headers: the app's own, and the key unless they set `Authorization`.
 *
 * @throws {VideoTaskError} code `invalid_api_key` or `api_key_in_browser`
 */
export function createHeaders(options: {
  apiKey?: string | undefined
  headers?: HeadersOption | undefined
  dangerouslyAllowBrowser?: boolean | undefined
}): () => Promise<Headers> {
  const key = readApiKey(options.apiKey, options.dangerouslyAllowBrowser)
  const own = options.headers
  return async () => {
    const headers = new Headers(typeof own === 'function' ? await own() : own)
    if (key !== undefined && !headers.has('authorization')) headers.set('authorization', `Bearer ${key}`)
    return headers
  }
}
