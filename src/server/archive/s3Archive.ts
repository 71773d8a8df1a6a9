import { VideoTaskError } from '../../core/errors/VideoTaskError.js'
import type { VideoArchiveMeta, VideoArchiveStore } from './archiveStore.js'
import type { Bytes } from '../../core/content/bytes.js'

/** Signs and sends requests. An `AwsClient` of aws4fetch is one as it is. */
export interface S3Client {
  fetch(url: string, init: RequestInit): Promise<Response>
}

/** Where an archive is in S3. */
export interface S3ArchiveOptions {
  /**
   * The URL of the bucket, such as `https://BUCKET.s3.eu-central-1.amazonaws.com`,
   * `https://ACCOUNT.r2.cloudflarestorage.com/BUCKET` or `http://127.0.0.1:9000/BUCKET`.
   */
  bucketURL: string
  /** What the keys of the archive start with, such as `videos/`. @default '' */
  prefix?: string | undefined
  /** Size of the parts of an upload, in bytes, 5 MiB at least. One is held in memory for each film. @default 8388608 (8 MiB) */
  partBytes?: number | undefined
}

/**
 * Creates an archive in a bucket of S3 or of what speaks its protocol (Cloudflare R2, MinIO): films are uploaded in parts, so
 * that one part is in memory at a time, and appear when they are whole. Set a lifecycle rule that aborts incomplete uploads
 * after a day: a crash leaves its parts.
 *
 * @param client signs the requests, such as an `AwsClient` of aws4fetch
 * @throws {VideoTaskError} code `invalid_options`
 * @example
 * ```ts
 * import { AwsClient } from 'aws4fetch'
 * import { createS3Archive, createVideoProxy } from 'react-video-task/server'
 *
 * declare function sessionUser(request: Request): Promise<{ id: string } | null>
 *
 * const client = new AwsClient({
 *   accessKeyId: process.env.S3_ACCESS_KEY_ID ?? '',
 *   secretAccessKey: process.env.S3_SECRET_ACCESS_KEY ?? '',
 *   service: 's3',
 *   region: 'eu-central-1',
 *   retries: 2,
 * })
 *
 * export const proxy = createVideoProxy({
 *   apiKey: process.env.COMETAPI_KEY ?? '',
 *   secret: process.env.VIDEO_ID_SECRET ?? '',
 *   archive: { store: createS3Archive(client, { bucketURL: 'https://films.s3.eu-central-1.amazonaws.com' }) },
 *   authorize: ({ request }) => sessionUser(request),
 * })
 * ```
 */
export function createS3Archive(
  client: S3Client,
  { bucketURL, prefix = '', partBytes = 8 * MIB }: S3ArchiveOptions,
): VideoArchiveStore {
  if (!URL.canParse(bucketURL)) invalid('`bucketURL` must be the absolute URL of a bucket.')
  if (!/^[\w./-]*$/.test(prefix)) invalid('`prefix` may hold letters, digits and `_ . / -`.')
  if (!(partBytes >= 5 * MIB)) invalid('`partBytes` must be 5 MiB at least: S3 refuses smaller parts.')
  const base = bucketURL.replace(/\/+$/, '')
  const urlOf = (key: string, query = '') => `${base}/${prefix}${key}${query}`

  /** @throws for a status that is neither 2xx nor one of `expected`; the message holds what the bucket says */
  async function send(method: string, url: string, init: RequestInit = {}, expected: readonly number[] = []) {
    const response = await client.fetch(url, { ...init, method })
    if (response.ok || expected.includes(response.status)) return response
    const text = (await response.text().catch(() => '')).slice(0, MAX_REPORTED_LENGTH)
    const code = tagOf(text, 'Code')
    throw new Error(`The bucket answered ${method} with ${response.status}${code ? ` (${code})` : ''}.`)
  }

  /** Sends a request and drops what it answers, so that its connection is free again. */
  async function run(...request: Parameters<typeof send>): Promise<Response> {
    const response = await send(...request)
    await response.body?.cancel()
    return response
  }

  async function putWhole(key: string, body: Bytes, { type, onlyIfAbsent }: VideoArchiveMeta) {
    const headers: Record<string, string> = { 'content-type': type }
    if (!onlyIfAbsent) return (await run('PUT', urlOf(key), { headers, body })).ok
    const conditional = { headers: { ...headers, 'if-none-match': '*' }, body }
    const { status, ok } = await run('PUT', urlOf(key), conditional, [409, 412, 501])
    // A storage that does not know the condition, and says so.
    return status === 501 ? (await run('PUT', urlOf(key), { headers, body })).ok : ok
  }

  async function putParts(key: string, first: Bytes, parts: Parts, { type }: VideoArchiveMeta) {
    const started = await send('POST', urlOf(key, '?uploads='), { headers: { 'content-type': type } })
    const uploadId = tagOf(await started.text(), 'UploadId')
    if (uploadId === undefined) throw new Error('The bucket started no upload in parts.')
    const query = `uploadId=${encodeURIComponent(uploadId)}`
    try {
      const tags: string[] = []
      for (let part: Bytes | undefined = first; part; part = await parts.next()) {
        const url = urlOf(key, `?partNumber=${tags.length + 1}&${query}`)
        const response = await run('PUT', url, { body: part })
        const tag = response.headers.get('etag')
        if (tag === null) throw new Error('The bucket named no ETag of a part.')
        tags.push(tag)
      }
      const list = tags.map((tag, at) => `<Part><PartNumber>${at + 1}</PartNumber><ETag>${tag}</ETag></Part>`)
      const body = `<CompleteMultipartUpload>${list.join('')}</CompleteMultipartUpload>`
      const done = await send('POST', urlOf(key, `?${query}`), { body })
      // S3 sends the status before it knows the outcome.
      const text = await done.text()
      if (text.includes('<Error>'))
        throw new Error(`The bucket did not join the parts (${tagOf(text, 'Code') ?? 'no code'}).`)
    } catch (error) {
      // What this leaves is removed by the lifecycle rule.
      await run('DELETE', urlOf(key, `?${query}`)).catch(() => undefined)
      throw error
    }
  }

  return {
    async put(key, body, meta) {
      const parts = readParts(body, partBytes)
      try {
        const first = (await parts.next()) ?? new Uint8Array()
        if (first.byteLength < partBytes) return await putWhole(key, first, meta)
        await putParts(key, first, parts, meta)
        return true
      } catch (error) {
        await parts.cancel(error)
        throw error
      }
    },
    async get(key, range) {
      const headers: Record<string, string> = range ? { range: `bytes=${range.first}-${range.last}` } : {}
      const response = await send('GET', urlOf(key), { headers }, [404])
      if (response.ok && response.status === (range ? 206 : 200)) return response.body
      await response.body?.cancel()
      if (response.ok) throw new Error(`The bucket answered a range with ${response.status}.`)
      return undefined
    },
    async delete(key) {
      await run('DELETE', urlOf(key), {}, [404])
    },
    async list(folder) {
      const query = new URLSearchParams({ 'list-type': '2', prefix: `${prefix}${folder}/` })
      const response = await send('GET', `${base}/?${query}`)
      const text = await response.text()
      return Array.from(text.matchAll(/<Key>([^<]*)<\/Key>/g), ([, key = '']) => key.slice(prefix.length))
    },
  }
}

const MIB = 1024 * 1024

/** How much of an error of the bucket is searched for its code, in characters. */
const MAX_REPORTED_LENGTH = 4096

function invalid(problem: string): never {
  throw new VideoTaskError(`The options of createS3Archive cannot work: ${problem}`, {
    code: 'invalid_options',
  })
}

/** The text of an XML element; the names that a bucket gives hold nothing that is escaped but these. */
const tagOf = (xml: string, name: string) =>
  new RegExp(`<${name}>([^<]*)</${name}>`)
    .exec(xml)?.[1]
    ?.replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')

/** A stream, cut into parts. */
interface Parts {
  /** The next part, of full size unless it is the last one; `undefined` at the end. */
  next(): Promise<Bytes | undefined>
  cancel(reason: unknown): Promise<void>
}

function readParts(body: ReadableStream<Bytes>, size: number): Parts {
  const reader = body.getReader()
  let rest: Bytes = new Uint8Array()
  return {
    async next() {
      const part = new Uint8Array(size)
      let length = 0
      while (length < size) {
        if (rest.byteLength === 0) {
          const { done, value } = await reader.read()
          if (done) break
          rest = value
        }
        const taken = rest.subarray(0, size - length)
        part.set(taken, length)
        length += taken.byteLength
        rest = rest.subarray(taken.byteLength)
      }
      return length > 0 ? part.subarray(0, length) : undefined
    },
    cancel: (reason) => reader.cancel(reason).catch(() => undefined),
  }
}
