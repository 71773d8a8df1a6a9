import { isRecord } from '../../core/wire/fieldValues.js'
import { addContentLink } from '../access/contentLinks.js'
import type { TaskIds } from '../access/ownership.js'
import { matchesIfRange, printContentRange, readRange, resolveRange } from '../content/ranges.js'
import { ProxyError } from '../proxyError.js'
import { jsonParts } from '../responses.js'
import type { PublicTaskSettings } from '../retrieve/publicTask.js'
import { type CachedResponse, responseTtl } from '../retrieve/taskCache.js'
import { readExactAnswer } from '../upstream/exactAnswer.js'
import type { FollowedResponse } from '../upstream/redirects.js'
import type { VideoProxyArchive } from './archiveOptions.js'
import type { VideoArchiveStore } from './archiveStore.js'
import { type KeptFilm, keyOf, matchesIfNoneMatch } from './keptFilms.js'

/** A film by its id. */
export interface FoundFilm {
  id: string
  film: KeptFilm
}

export const isFound = (film: FoundFilm | 'unknown' | undefined): film is FoundFilm =>
  typeof film === 'object'

/**
 * Checks an answer of the API about a task whose film may be kept, while the store does not say: pages give up a task that
 * does not exist.
 *
 * @throws {ProxyError} 503 `archive_unavailable` for an answer after which nothing is asked again
 */
export function checkRefusal({ status }: Pick<Response, 'status'>): void {
  if (status < 400 || status >= 500 || status === 429) return
  const message = `The store of the films is unavailable, and the video API answered ${status}. Try again later.`
  throw new ProxyError(503, 'archive_unavailable', message)
}

/**
 * The answer about the task of a kept film: its URL is the app's own, and nothing expires. `still` says whether its picture is
 * kept, at the content route, or wanted from a page of its owner.
 */
export async function showKeptTask(
  { id, film }: FoundFilm,
  ids: TaskIds,
  { ttl, links }: PublicTaskSettings,
  publicUrl: VideoProxyArchive['publicUrl'],
): Promise<CachedResponse> {
  const { value, print } = readExactAnswer(film.task)
  const task = { ...(isRecord(value) ? value : {}), id: ids.publicId }
  const shown: Record<string, unknown> = publicUrl
    ? { ...task, video_url: publicUrl(keyOf('films', id)) }
    : links
      ? await addContentLink(task, ids, links)
      : task
  // Its picture comes the same way as the film.
  if (film.still && publicUrl) shown['thumbnail_url'] = publicUrl(keyOf('stills', id))
  else if (film.still && links) shown['thumbnail_url'] = `${String(shown['video_url'])}&variant=thumbnail`
  shown['still'] = film.still ? 'kept' : 'wanted'
  return { status: 200, ...jsonParts(print(shown)), end: Date.now() + responseTtl(200, shown, ttl) }
}

/** An answer as those who do not own the task get it: it asks them for no still. */
export function withoutStillRequest(answer: CachedResponse): CachedResponse {
  if (!answer.body.includes('"still":"wanted"')) return answer
  const { value, print } = readExactAnswer(answer.body)
  if (!isRecord(value) || value['still'] !== 'wanted') return answer
  return { ...answer, ...jsonParts(print({ ...value, still: undefined })) }
}

/**
 * Opens a kept film as an API's content route would answer: whole, a range of it, 304 or 416. `undefined` where its bytes are
 * gone from the store.
 */
export async function openKeptFilm(
  store: VideoArchiveStore,
  { id, film: { type, size, time } }: FoundFilm,
  request: Request,
): Promise<FollowedResponse | undefined> {
  const headers = new Headers({
    'content-type': type,
    'accept-ranges': 'bytes',
    // A kept film never changes.
    etag: `"${id.slice(0, 32)}-${size}"`,
    'last-modified': new Date(time).toUTCString(),
  })
  const answer = (status: number, body: BodyInit | null = null) => ({
    response: new Response(body, { status, headers }),
    isOtherOrigin: false,
  })
  if (matchesIfNoneMatch(request.headers.get('if-none-match'), headers)) return answer(304)

  const wanted = matchesIfRange(request.headers.get('if-range'), headers) ? readRange(request) : undefined
  const range = wanted && resolveRange(wanted, size)
  if (wanted && !range) {
    headers.set('content-range', `bytes */${size}`)
    return answer(416)
  }
  const { first, last } = range ?? { first: 0, last: size - 1 }
  headers.set('content-length', String(last - first + 1))
  if (range) headers.set('content-range', printContentRange(first, last, size))
  if (request.method === 'HEAD') return answer(200)
  const body = await store.get(keyOf('films', id), range)
  return body ? answer(range ? 206 : 200, body) : undefined
}
