import { expect, it } from 'vitest'
import { benchmarks, mergeResults } from '../../bench/report/results.js'

const [first, second] = benchmarks
if (!first || !second) throw new Error('There are fewer than two benchmarks.')

it('replaces the results of one benchmark and keeps those of the others', () => {
  const before = mergeResults(mergeResults('', second, 'second, old'), first, 'first, old')
  const after = mergeResults(before, second, 'second, new')
  expect(after).toContain('first, old')
  expect(after).toContain('second, new')
  expect(after).not.toContain('second, old')
})

it('orders the sections the same, whichever benchmark ran first', () => {
  const one = mergeResults(mergeResults('', second, 'b'), first, 'a')
  const other = mergeResults(mergeResults('', first, 'a'), second, 'b')
  expect(one).toBe(other)
})

it('names the command of each section', () => {
  for (const benchmark of benchmarks)
    expect(mergeResults('', benchmark, '')).toContain(`npm run ${benchmark.command}`)
})
