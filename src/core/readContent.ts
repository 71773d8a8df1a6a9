import { VideoResponseError } from './VideoResponseError.js'

/** How far a download has come. */
export interface ContentProgress {
  /** Bytes received. */
  loaded: number
  /** Bytes in all, where the server says so. */
  total: number | undefined
}

/** First bytes no video or picture starts with: `{`, `[` and `<` open JSON, HTML and XML. */
const TEXT_STARTS = [0x7b, 0x5b, 0x3c]

/**
 * Reads the bytes of a content answer, telling how far it has come.
 *
 * @throws {VideoResponseError} code `invalid_content` when the body is text, whatever its type says, or is empty
 */
export async function readContent(
  response: Response,
  url: string,
  onProgress?: (progress: ContentProgress) => void,
): Promise<Blob> {
  const length = Number(response.headers.get('content-length') ?? Number.NaN)
  // A compressed answer's length counts other bytes than those that arrive here.
  const total = Number.isFinite(length) && !response.headers.has('content-encoding') ? length : undefined
  const type = response.headers.get('content-type') ?? ''
  const chunks: Uint8Array<ArrayBuffer>[] = []
  let loaded = 0
  const reader = response.body?.getReader()
  for (let chunk = await reader?.read(); chunk?.value; chunk = await reader?.read()) {
    if (loaded === 0 && TEXT_STARTS.includes(chunk.value[0] ?? 0)) break
    chunks.push(chunk.value)
    loaded += chunk.value.byteLength
    onProgress?.({ loaded, total })
  }
  if (loaded === 0 || /json|html|xml|^text\//i.test(type)) {
    await reader?.cancel()
    throw new VideoResponseError(
      `${url} answered ${response.status} with ${loaded === 0 && !type ? 'nothing' : `text (${type || 'no content type'})`} instead of a video.`,
      { code: 'invalid_content', status: response.status },
    )
  }
  return new Blob(chunks, { type })
}
