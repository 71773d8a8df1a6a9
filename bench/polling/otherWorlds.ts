import type { SimulationOptions } from './simulateTasks.js'

const SEED = 1

/** Worlds the policy was not made for: it must beat the fixed interval of equal cost there as well. */
export const otherWorlds: Record<string, SimulationOptions> = {
  'run times that vary twice as much': { seed: SEED, sigma: 0.7 },
  'run times that hardly vary': { seed: SEED, sigma: 0.1 },
  'quick models (8, 15 and 30 s)': { seed: SEED, medians: { a: 8_000, b: 15_000, c: 30_000 } },
  'slow models (3, 6 and 10 min)': { seed: SEED, medians: { a: 180_000, b: 360_000, c: 600_000 } },
}
