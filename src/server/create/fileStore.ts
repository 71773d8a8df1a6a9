import type { Bytes } from '../../core/content/bytes.js'

/** The bytes of one file of a create, which can be read many times, from the start each time. */
export interface StoredFile {
  size: number
  read: () => AsyncIterable<Bytes>
}

/** Keeps the files of one create until it has ended. */
export interface FileStore {
  /** Keeps a file; the pieces are no longer needed then. */
  keep(pieces: readonly Bytes[]): Promise<StoredFile>
  /** Removes all files. */
  close(): Promise<void>
}

/** A file up to this size stays in memory, in bytes: it takes less time than a file on disk. */
const MAX_FILE_IN_MEMORY_BYTES = 256 * 1024

/** Bytes that are read at a time. */
const READ_BYTES = 64 * 1024

/**
 * Creates the store of one create. Larger files go to a temporary file, which has no name once it is open, so that nothing of
 * it outlives the process; memory holds one file at a time while a body is read. Where there is no disk, as on the edge,
 * or it cannot be written, a file stays in memory.
 */
export function createFileStore(): FileStore {
  const handles = new Set<FileHandle>()
  return {
    async keep(pieces) {
      const size = pieces.reduce((sum, { byteLength }) => sum + byteLength, 0)
      const handle = size > MAX_FILE_IN_MEMORY_BYTES ? await openTemporary() : undefined
      if (!handle) return inMemory(pieces, size)
      handles.add(handle)
      await writeAll(handle, pieces)
      return onDisk(handle, size)
    },
    async close() {
      await Promise.all([...handles].map((handle) => handle.close()))
    },
  }
}

// Functions of their own: closures of one function share what they hold, and a file on disk would hold its pieces as well.
const inMemory = (pieces: readonly Bytes[], size: number): StoredFile => ({
  size,
  read: () => copies(pieces),
})
const onDisk = (handle: FileHandle, size: number): StoredFile => ({ size, read: () => readAll(handle, size) })

/** The part of Node's file handle that is used. */
interface FileHandle {
  write(bytes: Bytes, offset: number, length: number, position: number): Promise<{ bytesWritten: number }>
  read(bytes: Bytes, offset: number, length: number, position: number): Promise<{ bytesRead: number }>
  close(): Promise<void>
}

/** Opens a temporary file and removes its name. */
async function openTemporary(): Promise<FileHandle | undefined> {
  // Not imported: bundlers for the edge refuse a module that names `node:fs`.
  const fs = globalThis.process?.getBuiltinModule?.('node:fs/promises')
  const os = globalThis.process?.getBuiltinModule?.('node:os')
  if (!fs || !os) return undefined
  const path = `${os.tmpdir()}/video-task-${crypto.randomUUID()}`
  try {
    const handle = await fs.open(path, 'wx+', 0o600)
    await fs.unlink(path)
    return handle
  } catch {
    return undefined
  }
}

async function writeAll(handle: FileHandle, pieces: readonly Bytes[]): Promise<void> {
  let position = 0
  for (const piece of pieces) {
    for (let at = 0; at < piece.byteLength;) {
      const { bytesWritten } = await handle.write(piece, at, piece.byteLength - at, position)
      at += bytesWritten
      position += bytesWritten
    }
  }
}

/** Reads a file in pieces that belong to the reader. */
async function* readAll(handle: FileHandle, size: number): AsyncGenerator<Bytes> {
  for (let position = 0; position < size;) {
    const bytes = new Uint8Array(Math.min(READ_BYTES, size - position))
    const { bytesRead } = await handle.read(bytes, 0, bytes.byteLength, position)
    if (bytesRead === 0) throw new Error('A temporary file ended too early.')
    position += bytesRead
    yield bytes.subarray(0, bytesRead)
  }
}

/** Copies of the pieces, so that a reader which changes or transfers what it gets changes nothing of the create. */
async function* copies(pieces: readonly Bytes[]): AsyncGenerator<Bytes> {
  for (const piece of pieces) {
    for (let at = 0; at < piece.byteLength; at += READ_BYTES) yield piece.slice(at, at + READ_BYTES)
  }
}
