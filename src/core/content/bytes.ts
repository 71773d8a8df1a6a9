import { withTimeout } from '../abort.js'
import { REQUEST_TIMEOUT_MS } from '../polling/pollingDefaults.js'
import type { VideoClient } from '../client/VideoClient.js'
import type { Errors } from '../errors/VideoTaskError.js'

/**
 * Bytes in memory of their own, which is what streams of `fetch` consist of: `Uint8Array<ArrayBuffer>`, which TypeScript
 * before 5.7 cannot read in the declarations of the package.
 */
export type Bytes = ReturnType<typeof Uint8Array.from>

/**
 * Reads the start of a stream, as the chunks that have at least `length` bytes together, or all of them where there are
 * fewer. Empty chunks are left out.
 *
 * @param read returns the next chunk, and undefined at the end
 */
export async function readStart(read: () => Promise<Bytes | undefined>, length: number): Promise<Bytes[]> {
  const chunks: Bytes[] = []
  for (let missing = length; missing > 0;) {
    const chunk = await read()
    if (!chunk) break
    if (chunk.byteLength > 0) chunks.push(chunk)
    missing -= chunk.byteLength
  }
  return chunks
}

/** How many bytes of the start `isText` needs: each video and image format has a control character among them. */
export const SNIFFED_BYTES = 64

/** As characters of one byte: a byte order mark of UTF-16, or white space and printable characters alone, as in UTF-8. */
const TEXT = /^(?:\xfe\xff|\xff\xfe|[\s\x20-\xff]+$)/

/**
 * Whether bytes are text (JSON, HTML, XML, a plain sentence) instead of a video or an image, whatever their media type
 * says. No bytes are not.
 *
 * @param start chunks that have the first `SNIFFED_BYTES` of the content, or all of it where it is shorter
 * @see https://mimesniff.spec.whatwg.org/#identifying-a-resource-with-an-unknown-mime-type
 */
export function isText(start: readonly Uint8Array[]): boolean {
  const characters = start.map((chunk) => String.fromCharCode(...chunk.subarray(0, SNIFFED_BYTES)))
  return TEXT.test(characters.join('').slice(0, SNIFFED_BYTES))
}

/**
 * Checks whether the content route of a task answers with a video, from the first bytes of it. A route that only a media
 * element can read, as behind a redirect to a storage without CORS, counts as one, unless it needs headers of the client.
 *
 * @throws {VideoNetworkError} code `timeout` where the route does not answer in 30 s
 */
export async function hasVideoContent(
  client: VideoClient,
  id: string,
  signal: AbortSignal,
  { VideoNetworkError }: Pick<Errors, 'VideoNetworkError'>,
): Promise<boolean> {
  const timeoutError = () => new VideoNetworkError('No content yet.', { code: 'timeout' })
  const check = (joined: AbortSignal) => checkContent(client, id, joined)
  return withTimeout(check, { signal, timeout: REQUEST_TIMEOUT_MS, timeoutError })
}

async function checkContent(client: VideoClient, id: string, signal: AbortSignal): Promise<boolean> {
  const url = client.contentUrl(id)
  try {
    const { ok, body } = await (client.fetchContent?.(id, { signal }) ?? fetch(url, { signal }))
    const reader = body?.getReader()
    const start = (await reader?.read())?.value
    void reader?.cancel().catch(() => undefined)
    return ok && start !== undefined && !isText([start])
  } catch {
    signal.throwIfAborted()
    if (client.isLinkable === false) return false
    return fetch(url, { signal, mode: 'no-cors' }).then(
      () => true,
      () => false,
    )
  }
}

/**
 * Finds out why a browser does not play a URL, from the first bytes behind it.
 *
 * @returns true where a video arrives, so that the browser cannot play it; false where the server refuses the link; undefined
 *   where neither is known, as behind a server without CORS
 */
export async function isVideoAt(url: string): Promise<boolean | undefined> {
  try {
    const signal = AbortSignal.timeout(PROBE_TIMEOUT_MS)
    // A range from the start needs no preflight.
    const { ok, status, body } = await fetch(url, {
      signal,
      cache: 'no-store',
      headers: { range: 'bytes=0-63' },
    })
    const reader = ok ? body?.getReader() : undefined
    const start = (await reader?.read())?.value
    void (reader ?? body)?.cancel().catch(() => undefined)
    if (!ok) return GONE.includes(status) ? false : undefined
    return (start && !isText([start])) || undefined
  } catch {
    return undefined
  }
}

/** Time for the first bytes, in ms. */
const PROBE_TIMEOUT_MS = 10_000
/** Status codes by which a server says that a link, or its video, is over. */
const GONE = [401, 403, 404, 410]
