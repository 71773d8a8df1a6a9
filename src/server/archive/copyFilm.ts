import { type Bytes, SNIFFED_BYTES } from '../../core/content/bytes.js'
import { peekBody, streamBody } from '../content/bodyStream.js'
import { isContentError } from '../content/contentErrors.js'
import { readContentHeaders } from '../content/contentHeaders.js'
import { fetchVideo } from '../content/fetchVideo.js'
import { readContentRange } from '../content/ranges.js'
import type { ProxyKey } from '../upstream/apiKey.js'
import type { VideosApi } from '../upstream/videosApi.js'
import type { VideoArchiveStore } from './archiveStore.js'
import { filmTypeOf, followParts } from './filmBytes.js'

/** From where to where a film is copied. */
interface FilmCopy {
  api: VideosApi
  key: Pick<ProxyKey, 'authorization' | 'redact'>
  /** The API's id of the task. */
  taskId: string
  store: VideoArchiveStore
  /** The key in the store. */
  target: string
  /** The largest film. */
  maxBytes: number | undefined
  /** The longest time without a byte that moves, in ms, of the API and of the store. */
  timeout: number
}

/**
 * Copies a film from the API into a store, as a stream. Its first bytes must be those of a film, and it must be as long as
 * the API says, both on its way and in the store. Where the API does not say, it must end with the last of its parts.
 *
 * @throws where the API or the store fails, is silent for `timeout` ms, or has another film than it says
 */
export async function copyFilm(copy: FilmCopy): Promise<{ type: string; size: number }> {
  const { store, target, timeout, maxBytes = DEFAULT_MAX_BYTES } = copy
  const silence = watchSilence(timeout)
  try {
    return await Promise.race([copyWatched(copy, silence.signal, silence.restart), silence.ended])
  } finally {
    silence.stop()
  }

  async function copyWatched({ api, key, taskId }: FilmCopy, signal: AbortSignal, restart: () => void) {
    const followed = await fetchVideo(api, key, WHOLE, targetOf(taskId), signal)
    const { response } = followed
    const { type: named, headers, problem } = readContentHeaders(response, key.redact)
    if (isContentError(response) || response.status !== 200 || problem || !response.body) {
      void response.body?.cancel().catch(() => undefined)
      const sender = followed.isOtherOrigin ? 'The storage of the video' : 'The video API'
      throw new Error(`${sender} answered ${problem ?? response.status} instead of a film.`)
    }
    const length = headers.get('content-length')
    const expected = length === null ? await askLength(copy, signal) : Number(length)

    if (expected !== undefined && expected > maxBytes) {
      void response.body.cancel().catch(() => undefined)
      throw tooLarge(maxBytes)
    }

    const peeked = await peekBody(response.body, SNIFFED_BYTES, timeout)
    const type = filmTypeOf(peeked.start, named)
    if (type === undefined) {
      void peeked.reader.cancel().catch(() => undefined)
      throw new Error('The video API answered with bytes that begin no film.')
    }
    let size = 0
    const parts = expected === undefined ? followParts() : undefined
    // The end of a connection ends a body that names neither a length nor chunks, also where the film broke off.
    const hasEnd = /\bchunked\b/i.test(response.headers.get('transfer-encoding') ?? '')
    const part = { skip: 0, take: expected, isCut: false }
    const toError = (cause: unknown) =>
      new Error('The film broke off while it was copied.', { cause: signal.aborted ? signal.reason : cause })
    const body = streamBody(peeked, part, timeout, toError).pipeThrough(
      new TransformStream<Bytes, Bytes>({
        transform(chunk, controller) {
          restart()
          size += chunk.byteLength
          if (size > maxBytes) throw tooLarge(maxBytes)
          parts?.add(chunk)
          controller.enqueue(chunk)
        },
        flush() {
          if (parts && !(parts.isWhole() ?? hasEnd)) throw new Error(NOT_WHOLE)
        },
      }),
      { signal },
    )
    await store.put(target, body, { type, size: expected })
    restart()

    // A full disk or a broken connection that the store did not notice shows here.
    if (size === 0 || (expected !== undefined && size !== expected)) {
      throw new Error(`The store took ${size} of ${expected ?? 'some'} bytes of the film.`)
    }
    if (!(await hasLastByte(store, target, size))) {
      throw new Error(`The store does not have the last of ${size} bytes of the film.`)
    }
    return { type, size }
  }
}

const NOT_WHOLE =
  'The video API named no length of the film, and its end is missing, or nothing shows that the connection did not break off.'

const tooLarge = (maxBytes: number) =>
  new Error(
    `The film is larger than ${maxBytes} bytes. \`archive.maxBytes\` of createVideoProxy allows more.`,
  )

/** 4 GiB. */
const DEFAULT_MAX_BYTES = 4 * 1024 ** 3

/** The request that a film is copied with. */
const WHOLE = { method: 'GET', headers: new Headers() }

const targetOf = (taskId: string) => ({ taskId, variant: undefined, range: undefined })

/** Asks for one byte, whose range names the length of the whole; `undefined` from an API that knows no ranges. */
async function askLength({ api, key, taskId }: FilmCopy, signal: AbortSignal): Promise<number | undefined> {
  const range = { first: 0, last: 0 }
  const { response } = await fetchVideo(api, key, WHOLE, { ...targetOf(taskId), range }, signal)
  void response.body?.cancel().catch(() => undefined)
  return readContentRange(response.headers.get('content-range'))?.size
}

async function hasLastByte(store: VideoArchiveStore, target: string, size: number): Promise<boolean> {
  const body = await store.get(target, { first: size - 1, last: size - 1 })
  return body ? (await new Response(body).arrayBuffer()).byteLength === 1 : false
}

/** Aborts a signal when nothing has moved for `timeout` ms. */
function watchSilence(timeout: number) {
  const controller = new AbortController()
  let timer: ReturnType<typeof setTimeout>
  const start = () => {
    timer = setTimeout(
      () => controller.abort(new Error(`No byte of the film moved for ${timeout / 1000} s.`)),
      timeout,
    )
  }
  const ended = new Promise<never>((_, reject) => {
    controller.signal.addEventListener('abort', () => reject(controller.signal.reason))
  })
  start()
  return {
    signal: controller.signal,
    ended,
    restart() {
      clearTimeout(timer)
      start()
    },
    /** Ends what is still open as well, such as the download for a store that stopped reading. */
    stop() {
      clearTimeout(timer)
      controller.abort(new Error('The copy of the film is over.'))
    },
  }
}
