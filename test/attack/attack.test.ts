import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { battery } from './battery.js'
import { type Runner, startRunner } from './startRunner.js'
import { printFindings } from './table.js'

/** The sample is the same in every run; `npm run test:attack` draws another seed each time. */
const SEED = 2026

describe('the proxy, attacked over HTTP behind both Node adapters,', { timeout: 120_000 }, () => {
  let runner: Runner
  beforeAll(async () => {
    runner = await startRunner({ seed: SEED, isSample: true })
  })
  afterAll(() => runner.stop())

  it.each(battery.filter(({ sample }) => sample > 0).map((group) => [group.name, group] as const))(
    'withstands a sample of: %s',
    async (_, group) => {
      const result = await runner.run(group)
      expect(printFindings([result])).toEqual([])
      expect(result.tried).toBeGreaterThanOrEqual(group.sample)
    },
  )
})
