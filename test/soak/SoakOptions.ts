import { parseArgs } from 'node:util'

/** What is soaked. */
export interface SoakOptions {
  tasks: number
  /** Feeds everything that is drawn. */
  seed: number
  /** The number of the first task; with `tasks` of one wave, that wave alone is repeated. */
  from: number
  /** Processes that share the waves between them. */
  jobs: number
}

/** Tasks that live at the same time, in one process. */
export const WAVE = 320

/**
 * Reads `--tasks 100000 --seed 7 --from 0 --jobs 2`.
 *
 * @throws {RangeError} for a number that is none or too small
 */
export function readSoakOptions(args: string[], cores: number): SoakOptions {
  const type = 'string'
  const options = { tasks: { type }, seed: { type }, from: { type }, jobs: { type } } as const
  const { values } = parseArgs({ args, options })
  const read = (name: keyof SoakOptions, least: number, otherwise: number) => {
    const value = Number(values[name] ?? otherwise)
    if (Number.isSafeInteger(value) && value >= least) return value
    throw new RangeError(`--${name} takes a whole number of at least ${least}, got ${values[name]}.`)
  }
  return {
    tasks: read('tasks', 1, 10_000),
    seed: read('seed', 0, Math.floor(Math.random() * 1e9)),
    from: read('from', 0, 0),
    jobs: read('jobs', 1, Math.min(2, cores)),
  }
}
