import { File } from 'node:buffer'
import { vi } from 'vitest'

// A proxy in the same process gets bytes and files from Node, which are not instances of jsdom's classes. Import this first.
vi.stubGlobal('Uint8Array', new TextEncoder().encode('').constructor)
vi.stubGlobal('File', File)
