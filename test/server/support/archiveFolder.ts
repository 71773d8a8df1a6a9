import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A new directory, removed when the test ends. */
export async function archiveFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'video-task-archive-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}
