import { findVideoModel } from '../../core/models/videoModels.js'
import type { FollowedResponse } from '../upstream/redirects.js'
import { fetchContent, type VideosApi } from '../upstream/videosApi.js'
import type { ProxyKey } from '../upstream/apiKey.js'
import type { VideoArchiveStore } from './archiveStore.js'
import { type KeptFilm, type KeptFilms, keyOf, matchesIfNoneMatch } from './keptFilms.js'
import type { Bytes } from '../../core/content/bytes.js'

/** From where to where the picture of a film is copied. */
interface StillCopy {
  api: VideosApi
  key: Pick<ProxyKey, 'authorization'>
  /** The API's id of the task. */
  taskId: string
  /** Its model, which says whether the content route serves a picture. */
  model: string | undefined
  /** The picture that the task names. Followed as a redirect of the API would be. */
  url: string | undefined
  store: VideoArchiveStore
  /** The key in the store. */
  target: string
  /** The longest time that it may take, in ms. */
  timeout: number
}

/**
 * Copies the provider's picture of a film into a store.
 *
 * @returns `undefined` where the provider has none
 * @throws where it answers with something else than a picture, or the store fails
 */
export async function copyStill(copy: StillCopy): Promise<{ type: string; size: number } | undefined> {
  const { api, key, taskId, url, store, target, timeout } = copy
  const hasVariant = findVideoModel(copy.model ?? '')?.variants?.includes('thumbnail')
  if (!hasVariant && url === undefined) return undefined
  const source = hasVariant
    ? { taskId, variant: 'thumbnail', range: undefined }
    : { taskId, variant: undefined, range: undefined, videoUrl: url }
  const { response } = await fetchContent(api, key.authorization, WHOLE, source, AbortSignal.timeout(timeout))
  if (NO_PICTURE_STATUSES.has(response.status)) {
    void response.body?.cancel().catch(() => undefined)
    return undefined
  }
  const bytes = response.status === 200 ? await readPicture(response) : undefined
  const type = bytes && pictureTypeOf(bytes)
  if (!bytes || !type) {
    void response.body?.cancel().catch(() => undefined)
    throw new Error(`The video API answered ${response.status} without a picture of the film.`)
  }
  const body = new Response(bytes).body
  if (body) await store.put(target, body, { type, size: bytes.byteLength })
  return { type, size: bytes.byteLength }
}

/** Not found, or no such route. */
const NO_PICTURE_STATUSES: ReadonlySet<number> = new Set([404, 405, 501])

const WHOLE = { method: 'GET', headers: new Headers() }

/** The largest picture, in bytes: 4 MiB. */
const MAX_STILL_BYTES = 4 * 1024 * 1024

/** Reads a picture; `undefined` where it is too large. */
async function readPicture({ body }: Pick<Response, 'body'>): Promise<Bytes | undefined> {
  const parts: Bytes[] = []
  let size = 0
  const reader = body?.getReader()
  for (let read = await reader?.read(); read?.value; read = await reader?.read()) {
    size += read.value.byteLength
    if (size > MAX_STILL_BYTES) {
      void reader?.cancel().catch(() => undefined)
      return undefined
    }
    parts.push(read.value)
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer())
}

/**
 * The media type of a picture by its first bytes, whatever the provider calls it. No SVG, which can hold scripts.
 *
 * @see https://mimesniff.spec.whatwg.org/#matching-an-image-type-pattern
 */
function pictureTypeOf(bytes: Uint8Array): string | undefined {
  const start = String.fromCharCode(...bytes.subarray(0, 16))
  return PICTURES.find(([, pattern]) => pattern.test(start))?.[0]
}

const PICTURES = [
  ['image/jpeg', /^\xff\xd8\xff/],
  ['image/png', /^\x89PNG\r\n/],
  ['image/webp', /^RIFF[^]{4}WEBPVP/],
  ['image/avif', /^[^]{4}ftypavi[fs]/],
] as const

/** Opens the picture of a kept film as an API's content route would answer; `undefined` where there is none. */
export async function openStill(
  store: VideoArchiveStore,
  { id, film: { still: kept, time } }: { id: string; film: KeptFilm },
  request: Request,
): Promise<FollowedResponse | undefined> {
  const sent = kept === 'sent' ? await readSentStill(store, id) : undefined
  const still = kept === 'sent' ? sent : kept
  if (!still) return undefined
  const headers = new Headers({
    'content-type': still.type,
    // A kept picture never changes.
    etag: `"${id.slice(0, 32)}-still-${still.size}"`,
    'last-modified': new Date(time).toUTCString(),
  })
  const answer = (status: number, body: BodyInit | null = null) => ({
    response: new Response(body, { status, headers }),
    isOtherOrigin: false,
  })
  if (matchesIfNoneMatch(request.headers.get('if-none-match'), headers)) return answer(304)
  headers.set('content-length', String(still.size))
  if (request.method === 'HEAD') return answer(200)
  const body = sent ? sent.bytes : await store.get(keyOf('stills', id))
  return body ? answer(200, body) : undefined
}

/** Reads a picture that no entry describes; `undefined` where it is none. */
async function readSentStill(store: VideoArchiveStore, id: string) {
  const body = await store.get(keyOf('stills', id))
  const bytes = body ? await readPicture({ body }) : undefined
  const type = bytes && pictureTypeOf(bytes)
  return type && { bytes, type, size: bytes.byteLength }
}

/** What became of a picture that was sent: `exists` where the film has one, `none` where no such film is kept. */
export type SentStill = 'kept' | 'exists' | 'none'

/** A store, its films, and the time limit of what waits for them. */
interface StillStore {
  store: VideoArchiveStore
  films: KeptFilms
  inTime: <T>(work: Promise<T>) => Promise<T>
}

/**
 * Keeps a picture that was sent for a film. The first one stays, whichever instance gets it.
 *
 * @param read gets the picture, once it is known to be wanted
 */
export async function keepSentStill(
  { store, films, inTime }: StillStore,
  id: string,
  read: () => Promise<Bytes>,
): Promise<SentStill> {
  // As it is in the store: another instance may have deleted the film a moment ago.
  const find = async () => {
    const film = await films.read(id)
    return film === 'deleted' ? undefined : film
  }
  const film = await inTime(find())
  if (!film) return 'none'
  if (film.still) return 'exists'
  const bytes = await read()
  const put = async (): Promise<SentStill> => {
    const { body } = new Response(bytes)
    const meta = { type: 'image/jpeg', size: bytes.byteLength, onlyIfAbsent: true }
    const isKept = body !== null && (await store.put(keyOf('stills', id), body, meta)) !== false
    // Deleted meanwhile: then its picture goes as well.
    if (await find()) return isKept ? 'kept' : 'exists'
    await store.delete(keyOf('stills', id))
    return 'none'
  }
  return inTime(put())
}
