import { parseArgs } from 'node:util'

/** Options of the soak test. */
export interface SoakOptions {
  /** Number of tasks. */
  tasks: number
  /** Seed of everything random. */
  seed: number
  /** Number of the first task; together with `tasks` it repeats a single wave. */
  from: number
  /** Number of processes that share the waves. */
  jobs: number
  /** Number of waves behind the proxy, which asks for many tasks with one request; they come before the others. */
  proxied: number
}

/** Tasks that run at the same time in one process. */
export const WAVE_SIZE = 320

/**
 * Parses `--tasks 100000 --seed 7 --from 0 --jobs 2 --proxied 2`.
 *
 * @throws {RangeError} if a number is invalid or too small
 */
export function readSoakOptions(args: string[], cores: number): SoakOptions {
  const type = 'string'
  const options = {
    tasks: { type },
    seed: { type },
    from: { type },
    jobs: { type },
    proxied: { type },
  } as const
  const { values } = parseArgs({ args, options })
  const read = (name: keyof SoakOptions, min: number, fallback: number) => {
    const value = Number(values[name] ?? fallback)
    if (Number.isSafeInteger(value) && value >= min) return value
    throw new RangeError(`--${name} must be an integer of ${min} or more, got ${values[name]}.`)
  }
  return {
    tasks: read('tasks', 0, 10_000),
    seed: read('seed', 0, Math.floor(Math.random() * 1e9)),
    from: read('from', 0, 0),
    jobs: read('jobs', 1, Math.min(2, cores)),
    proxied: read('proxied', 0, 2),
  }
}
