import { VideoTaskError } from '../../core/errors/VideoTaskError.js'
import type { VideoArchiveRange, VideoArchiveStore } from './archiveStore.js'
import type { Bytes } from '../../core/content/bytes.js'

/**
 * Creates an archive in a directory, for the processes of one machine: the films are the files in its folder `films`. What is
 * not whole is in the folder `partial`, and never seen; what a crash leaves there is removed a day later. A file is on disk
 * before it gets its name. Needs Node 20.16, Deno or Bun.
 *
 * @param path of the directory; it is made where there is none
 * @throws {VideoTaskError} code `invalid_options`, where there is no file system
 * @example
 * ```ts
 * import { createDirectoryArchive, createVideoProxy } from 'react-video-task/server'
 *
 * declare function sessionUser(request: Request): Promise<{ id: string } | null>
 *
 * export const proxy = createVideoProxy({
 *   apiKey: process.env.COMETAPI_KEY ?? '',
 *   secret: process.env.VIDEO_ID_SECRET ?? '',
 *   archive: { store: createDirectoryArchive('/var/lib/app/videos') },
 *   authorize: ({ request }) => sessionUser(request),
 * })
 * ```
 */
export function createDirectoryArchive(path: string): VideoArchiveStore {
  const { fs, join } = loadNode()
  const partial = join(path, 'partial')
  const fileOf = (key: string) => join(path, ...key.split('/'))
  const absent = <T>(value: T) => orElse('ENOENT', value)

  /** Removes what a crash has left. */
  async function cleanPartial(): Promise<void> {
    for (const name of await fs.readdir(partial)) {
      const file = join(partial, name)
      const stats = await fs.stat(file).catch(absent(undefined))
      if (stats && Date.now() - stats.mtimeMs > MAX_PARTIAL_AGE) await fs.rm(file, { force: true })
    }
  }

  return {
    async put(key, body, { onlyIfAbsent }) {
      const target = fileOf(key)
      await fs.mkdir(partial, { recursive: true })
      await fs.mkdir(join(target, '..'), { recursive: true })
      if (key.startsWith('films/')) await cleanPartial()
      const temporary = join(partial, crypto.randomUUID())
      try {
        const file = await fs.open(temporary, 'wx')
        try {
          await fs.writeFile(file, body)
          await file.sync()
        } finally {
          await file.close()
        }
        // A link fails where the name is taken; a rename replaces it.
        if (onlyIfAbsent) {
          const isLinked = await fs
            .link(temporary, target)
            .then(() => true, orElse('EEXIST', false))
            .catch(() => undefined)
          if (isLinked !== undefined) return isLinked
          // No links, as on SMB, exFAT and a mounted bucket: the name is taken by an empty file, which the next step replaces.
          const taken = await fs.open(target, 'wx').catch(orElse('EEXIST', undefined))
          if (!taken) return false
          await taken.close()
        }
        await fs.rename(temporary, target)
        return true
      } finally {
        await fs.rm(temporary, { force: true })
      }
    },
    async get(key, range) {
      const file = await fs.open(fileOf(key), 'r').catch(absent(undefined))
      return file && streamFile(file, range)
    },
    async delete(key) {
      await fs.rm(fileOf(key), { force: true })
    },
    async list(folder) {
      const names = await fs.readdir(fileOf(folder)).catch(absent<string[]>([]))
      return names
        .sort()
        .slice(0, MAX_LISTED)
        .map((name) => `${folder}/${name}`)
    },
  }
}

/** After that the rest of a file that was never finished is removed, in ms. */
const MAX_PARTIAL_AGE = 24 * 60 * 60 * 1000

const MAX_LISTED = 1_000

/** Bytes read at a time. */
const CHUNK_BYTES = 64 * 1024

/** The part of an open file that a stream of it uses. */
interface OpenFile {
  read(buffer: Bytes, offset: number, length: number, position: number): Promise<{ bytesRead: number }>
  close(): Promise<void>
}

/** Streams a file, read only as its reader reads, and closed at its end. */
function streamFile(
  file: OpenFile,
  { first, last }: VideoArchiveRange = { first: 0, last: Infinity },
): ReadableStream<Bytes> {
  let position = first
  return new ReadableStream<Bytes>(
    {
      async pull(controller) {
        try {
          const length = Math.min(CHUNK_BYTES, last - position + 1)
          const buffer = new Uint8Array(Math.max(0, length))
          const { bytesRead } = length > 0 ? await file.read(buffer, 0, length, position) : { bytesRead: 0 }
          position += bytesRead
          if (bytesRead > 0) return controller.enqueue(buffer.subarray(0, bytesRead))
          await file.close()
          controller.close()
        } catch (error) {
          await file.close().catch(() => undefined)
          throw error
        }
      },
      cancel: () => file.close(),
    },
    { highWaterMark: 0 },
  )
}

/** Node's modules without an import, which would keep the package from bundles for other runtimes. */
function loadNode() {
  const load = globalThis.process?.getBuiltinModule
  if (!load) {
    throw new VideoTaskError(
      'createDirectoryArchive needs a file system, and this runtime has none (`process.getBuiltinModule`). Use ' +
        'createS3Archive, or a store of your own.',
      { code: 'invalid_options' },
    )
  }
  return { fs: load('node:fs/promises'), join: load('node:path').join }
}

/** Handles a rejection of the file system with this code, and throws any other again. */
function orElse<T>(code: string, value: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof Error && 'code' in error && error.code === code) return value
    throw error
  }
}
