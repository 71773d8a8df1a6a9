/** How much of a request's body has been sent. */
export interface UploadProgress {
  /** Bytes. */
  loaded: number
  /** Bytes of the whole body. */
  total: number
}

/** Makes a `fetch` that tells how much of a body has been sent, such as `fetchWithUploadProgress`. */
export type UploadFetch = (onProgress: (progress: UploadProgress) => void) => typeof globalThis.fetch

/**
 * Makes a `fetch` that tells the progress of an upload, which the browser's own does not: it sends by `XMLHttpRequest`.
 * Status, headers, body, abort and errors are those of `fetch`; the response comes as a whole. Pass it to a client as
 * `upload`, or call it as any `fetch`.
 *
 * A redirect that must not be followed rejects, although the browser has followed it. A stream as the body, `credentials:
 * 'omit'`, and an environment without `XMLHttpRequest` get the global `fetch`, without progress. To another origin it needs
 * a preflight.
 *
 * @param onProgress called with each progress, the last time with the whole body
 * @example
 * ```ts
 * import { createVideoClient, fetchWithUploadProgress } from 'react-video-task/client'
 *
 * const client = createVideoClient({ baseURL: '/api/v1', upload: fetchWithUploadProgress })
 * const input_reference = new File(['…'], 'fox.png', { type: 'image/png' })
 * await client.create(
 *   { model: 'sora-2', prompt: 'It snows', input_reference },
 *   { onUploadProgress: ({ loaded, total }) => console.log(`${Math.floor((100 * loaded) / total)} %`) },
 * )
 * ```
 */
export function fetchWithUploadProgress(
  onProgress: (progress: UploadProgress) => void,
): typeof globalThis.fetch {
  return async (input, init = {}) => {
    const { body: sent, ...rest } = init
    if (!('XMLHttpRequest' in globalThis) || isStream(sent) || init.credentials === 'omit') {
      return fetch(input, init)
    }
    // Resolves the URL, and checks method, headers and signal as `fetch` does.
    const request = new Request(input, rest)
    const body = sent ?? (request.body ? await request.blob() : null)
    return send(request, body, onProgress)
  }
}

type SendableBody = Exclude<BodyInit, ReadableStream>

// React Native has no class of streams.
const isStream = (body: BodyInit | null | undefined): body is ReadableStream =>
  Object.prototype.toString.call(body) === '[object ReadableStream]'

function send(
  { url, method, headers, signal, credentials, redirect }: Request,
  body: SendableBody | null,
  onProgress: (progress: UploadProgress) => void,
): Promise<Response> {
  const xhr = new XMLHttpRequest()
  const abort = () => xhr.abort()
  return new Promise<Response>((resolve, reject) => {
    const fail = (message: string) => reject(new TypeError(message))
    signal.throwIfAborted()
    signal.addEventListener('abort', abort)
    xhr.open(method, url)
    headers.forEach((value, name) => xhr.setRequestHeader(name, value))
    xhr.withCredentials = credentials === 'include'
    xhr.responseType = 'arraybuffer'
    xhr.upload.onprogress = ({ loaded, total }) => onProgress({ loaded, total })
    xhr.onabort = () => reject(signal.reason)
    xhr.onerror = () =>
      fail('The connection failed, or the server does not allow this page to read its answer.')
    xhr.onload = () => {
      if (redirect !== 'follow' && xhr.responseURL !== url.replace(/#.*/s, '')) {
        return fail(`The request was redirected to ${xhr.responseURL}`)
      }
      try {
        resolve(responseOf(xhr))
      } catch (error) {
        reject(error)
      }
    }
    xhr.send(body)
  }).finally(() => signal.removeEventListener('abort', abort))
}

function responseOf(xhr: XMLHttpRequest): Response {
  const { status, statusText } = xhr
  const content: unknown = xhr.response
  const lines = xhr.getAllResponseHeaders().split('\r\n').filter(Boolean)
  const headers = lines.map((line): [string, string] => {
    const end = line.indexOf(':')
    return [line.slice(0, end), line.slice(end + 1).trim()]
  })
  // These have no body (Fetch standard, null body status).
  const hasBody = content instanceof ArrayBuffer && ![204, 205, 304].includes(status)
  return new Response(hasBody ? content : null, { status, statusText, headers })
}
