import type { Bytes } from '../../core/content/bytes.js'
import { checkAuthorized, checkRate } from '../access/authorize.js'
import { checkSameSite } from '../access/origins.js'
import { resolveTask } from '../access/ownership.js'
import { bufferBody, copyWithoutBody } from '../create/requestBody.js'
import { ProxyError } from '../proxyError.js'
import type { ProxySettings } from '../resolveOptions.js'
import { jsonResponse } from '../responses.js'
import type { RequestKey } from '../upstream/apiKey.js'

/**
 * The stages of a still, in order: a picture that the owner's page took of a kept film without one. The API is not asked.
 *
 * @throws {ProxyError} besides what all routes throw: 403 `forbidden` without a user, 404 `film_not_kept`, 409 `still_exists`, 413
 *   `body_too_large`, 415 `invalid_still`, 503 `archive_unavailable`
 */
export async function answerStill(
  settings: ProxySettings,
  key: RequestKey,
  request: Request,
  publicId: string,
): Promise<Response> {
  // Same-site: no other site's page may send one with a user's cookies.
  checkSameSite(request, settings.allowedOrigins)
  if (Number(request.headers.get('content-length')) > MAX_SENT_STILL_BYTES) throw tooLarge()

  // Authorize: the app names the user, denies or answers itself. A content link allows to see a video, and nothing else.
  const call = { action: 'still', taskId: publicId, request: copyWithoutBody(request) } as const
  const user = await checkAuthorized(settings.authorize, call)
  if (user instanceof Response) return user
  if (!user) throw new ProxyError(403, 'forbidden', 'A still is taken from the owner of a video alone.')

  // Rate: the app's limiter allows one more.
  await checkRate(settings.rateLimit, { ...call, user })

  // Ownership: the task is the user's own. That everyone may see it does not count.
  const { apis } = await key.read()
  const ids = await resolveTask(settings.ownership, publicId, { user, link: undefined }, apis)

  // Archive: the film is kept and has no picture. Nothing of the body is read before.
  const outcome = await settings.archive
    ?.keepStill(ids.taskId, apis, () => readStill(settings, request))
    .catch((cause: unknown) => {
      if (cause instanceof ProxyError) throw cause
      throw new ProxyError(503, 'archive_unavailable', 'The still could not be kept.', { cause })
    })
  if (outcome === 'exists') throw new ProxyError(409, 'still_exists', 'The video has a still already.')
  if (outcome !== 'kept') {
    throw new ProxyError(404, 'film_not_kept', 'The film of this video is not kept, so it takes no still.')
  }

  // Cache: the task names its picture now.
  await settings.tasks.drop(ids)
  return jsonResponse({ status: 201, text: JSON.stringify({ id: publicId, object: 'video.still' }) })
}

/** The largest still that is taken, in bytes: 256 KiB. One of a page has 480 pixels in width, and some 40 KiB. */
const MAX_SENT_STILL_BYTES = 256 * 1024

/** As many pixels as 1024 x 1024 have: what a browser decodes is not larger by orders than what is stored. */
const MAX_STILL_PIXELS = 1024 * 1024

/** Reads the picture of a request, and checks it by its bytes. What the request says of it does not count. */
async function readStill({ bodyBudget, bodyLimits }: ProxySettings, request: Request): Promise<Bytes> {
  const limits = { ...bodyLimits, maxBodyBytes: MAX_SENT_STILL_BYTES }
  const bytes = await bodyBudget
    .use((account) => bufferBody(request, limits, account))
    .catch((error: unknown) => {
      throw error instanceof ProxyError && error.code === 'body_too_large' ? tooLarge(error.headers) : error
    })
  const pixels = jpegPixels(bytes)
  if (pixels === 0) throw new ProxyError(415, 'invalid_still', 'A still must be a whole JPEG.')
  if (pixels > MAX_STILL_PIXELS) {
    throw new ProxyError(
      415,
      'invalid_still',
      `A still may have ${MAX_STILL_PIXELS} pixels, and this one has ${pixels}.`,
    )
  }
  return bytes
}

const tooLarge = (headers?: Headers) =>
  new ProxyError(413, 'body_too_large', `A still may have ${MAX_SENT_STILL_BYTES} bytes.`, { headers })

/**
 * How many pixels a JPEG has, by its frame header; 0 for anything else, and for one that is cut.
 *
 * @see https://www.w3.org/Graphics/JPEG/itu-t81.pdf B.2.2
 */
function jpegPixels(bytes: Bytes): number {
  const { length } = bytes
  const view = new DataView(bytes.buffer, bytes.byteOffset, length)
  const isWhole = length > 4 && view.getUint16(0) === 0xffd8 && view.getUint16(length - 2) === 0xffd9
  if (!isWhole) return 0
  // Each segment is a marker, a length, which counts itself, and its data.
  for (let at = 2; at + 9 < length;) {
    const marker = view.getUint16(at)
    const size = view.getUint16(at + 2)
    if (FRAME_MARKERS.has(marker)) return view.getUint16(at + 5) * view.getUint16(at + 7)
    if (marker < 0xffc0 || marker === START_OF_SCAN || size < 2) return 0
    at += 2 + size
  }
  return 0
}

/** Baseline, extended and progressive: those that browsers decode. */
const FRAME_MARKERS: ReadonlySet<number> = new Set([0xffc0, 0xffc1, 0xffc2])
const START_OF_SCAN = 0xffda
