import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { packPackage } from '../../../scripts/pack-package.js'

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of the tarball that the consumers install. */
    tarball: string
  }
}

/** Packs this package before the first test of the consumers, and removes the tarball after the last. */
export default function packOnce({ provide }: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'react-video-task-'))
  provide('tarball', packPackage(folder))
  return () => rmSync(folder, { recursive: true })
}
