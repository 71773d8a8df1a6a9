import type { Bundle } from './Bundle.js'
import { bundleWithEsbuild } from './bundleWithEsbuild.js'
import { bundleWithRollup } from './bundleWithRollup.js'
import type { Subject } from './subjects.js'

/** What one subject weighs, gzipped, in bytes, by bundler. */
export interface Weight {
  name: string
  esbuild: Bundle
  rollup: Bundle
}

export async function weigh(subject: Subject): Promise<Weight> {
  return {
    name: subject.name,
    esbuild: await bundleWithEsbuild(subject),
    rollup: await bundleWithRollup(subject),
  }
}

/** Of two bundlers the heavier bundle: what is promised holds for both. */
export const heaviest = ({ esbuild, rollup }: Weight): number => Math.max(esbuild.initial, rollup.initial)
