import * as z from 'zod/mini'
import type { Tarball } from './checkFiles.js'
import { run } from './runScript.js'

const packed = z.tuple([
  z.object({
    size: z.number(),
    unpackedSize: z.number(),
    files: z.array(z.object({ path: z.string(), size: z.number() })),
  }),
])

/**
 * What `npm publish` would send, told by npm without making it.
 *
 * @throws {Error} with what npm said, when it fails
 */
export function packDryRun(): Tarball {
  const { code, stdout, all } = run('npm', 'pack', '--dry-run', '--json', '--ignore-scripts')
  if (code !== 0) throw new Error(`npm pack failed:\n${all}`)
  const [tarball] = packed.parse(JSON.parse(stdout))
  return tarball
}
