import type { Bytes } from '../../core/content/bytes.js'

/**
 * Where films are kept. `createDirectoryArchive` and `createS3Archive` each make one; another storage takes these four
 * functions. Keys are `folder/name`, in lower-case letters, digits and hyphens.
 */
export interface VideoArchiveStore {
  /**
   * Keeps a stream under a key, in place of what was there, and settles when all of it is stored. Read as it arrives, so that
   * a film takes no memory. Where the stream fails, the function rejects and stores nothing.
   *
   * @returns `false` where `meta.onlyIfAbsent` is set and there was something; any other result is ignored
   */
  put(key: string, body: ReadableStream<Bytes>, meta: VideoArchiveMeta): Promise<unknown>
  /** Streams what is under a key, or the bytes of a range of it; `undefined` where there is nothing. */
  get(key: string, range?: VideoArchiveRange): Promise<ReadableStream<Bytes> | null | undefined>
  /** Deletes what is under a key; nothing is no error. */
  delete(key: string): Promise<unknown>
  /** Lists the first keys of a folder, in alphabetical order: all of them, or the first 1,000. */
  list(folder: string): Promise<readonly string[]>
}

/** What is known of a stream before it is read. */
export interface VideoArchiveMeta {
  /** Media type, such as `video/mp4`. */
  type: string
  /** Bytes; `undefined` where the API did not say. */
  size: number | undefined
  /**
   * Keeps nothing where there is something under the key. A store that cannot do this in one step ignores it: two instances
   * may then copy the same film at the same moment, which costs traffic and changes nothing.
   */
  onlyIfAbsent?: boolean | undefined
}

/** Bytes of a film, both included. */
export interface VideoArchiveRange {
  first: number
  last: number
}

/** The folders of an archive, and what is in each under the id of a film. */
export type ArchiveFolder = 'films' | 'stills' | 'kept' | 'jobs' | 'claims' | 'ends'

/** Stores a short text. `false` where `onlyIfAbsent` is set and there was something. */
export async function putText(
  store: VideoArchiveStore,
  key: string,
  text: string,
  { onlyIfAbsent = false } = {},
): Promise<boolean> {
  const bytes = new TextEncoder().encode(text)
  const body = new ReadableStream<Bytes>({
    start(controller) {
      controller.enqueue(bytes)
      controller.close()
    },
  })
  const meta = { type: 'application/json', size: bytes.byteLength, onlyIfAbsent }
  return (await store.put(key, body, meta)) !== false
}

/** Reads a short text; `undefined` where there is nothing. */
export async function getText(store: VideoArchiveStore, key: string): Promise<string | undefined> {
  const body = await store.get(key)
  return body ? new Response(body).text() : undefined
}
