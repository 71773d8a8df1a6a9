import { expect, it } from 'vitest'
import { benches } from '../../bench/report/benches.js'
import { mergeResults } from '../../bench/report/mergeResults.js'

const [first, second] = benches
if (!first || !second) throw new Error('There are fewer than two benchmarks.')

it('puts new results in the place of the older ones, and keeps those of other benchmarks', () => {
  const before = mergeResults(mergeResults('', second, 'second, old'), first, 'first, old')
  const after = mergeResults(before, second, 'second, new')
  expect(after).toContain('first, old')
  expect(after).toContain('second, new')
  expect(after).not.toContain('second, old')
})

it('has the parts in one order, whichever ran first', () => {
  const one = mergeResults(mergeResults('', second, 'b'), first, 'a')
  const other = mergeResults(mergeResults('', first, 'a'), second, 'b')
  expect(one).toBe(other)
})

it('names the command of each part', () => {
  for (const bench of benches) expect(mergeResults('', bench, '')).toContain(`npm run ${bench.command}`)
})
