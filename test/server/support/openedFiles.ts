import fs, { type FileHandle } from 'node:fs/promises'
import { vi } from 'vitest'

/** Collects the files that are opened from now on. A closed one has the descriptor -1. */
export function collectOpened(): FileHandle[] {
  const opened: FileHandle[] = []
  const { open } = fs
  vi.spyOn(fs, 'open').mockImplementation(async (...args) => {
    const handle = await open(...args)
    opened.push(handle)
    return handle
  })
  return opened
}
