import { File } from 'node:buffer'
import { vi } from 'vitest'

/** Gives a proxy in the same process bytes and files of Node, which are not instances of jsdom's classes; until the file ends. */
export function stubNodeBytes(): void {
  vi.stubGlobal('Uint8Array', new TextEncoder().encode('').constructor)
  vi.stubGlobal('File', File)
}
