// The program behind `npm run test:attack`: the whole battery, over HTTP, on both Node adapters.
import { parseArgs } from 'node:util'
import { battery } from './battery.js'
import { type GroupResult, startRunner } from './startRunner.js'
import { printFindings, printTable } from './table.js'

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    group: { type: 'string' },
    rule: { type: 'string' },
    sample: { type: 'boolean' },
  },
})
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e9))
if (!Number.isSafeInteger(seed)) throw new RangeError(`--seed takes a whole number, got ${values.seed}.`)
const { group: wanted = '', rule = '', sample: isSample = false } = values

/** How long the whole battery may take, in ms: it takes 3 minutes on two idle cores. */
const MAX_DURATION = 20 * 60_000

console.log(`Attacks on the proxy, behind both Node adapters. Node ${process.version}, seed ${seed}.`)
const since = performance.now()
const runner = await startRunner({ seed, isSample, rule, deadline: since + MAX_DURATION })
const results: GroupResult[] = []
try {
  for (const group of battery.filter(({ name }) => name.includes(wanted))) {
    const result = await runner.run(group)
    results.push(result)
    console.log(`${result.name}: ${result.tried} tried in ${result.seconds.toFixed(1)} s`)
  }
} finally {
  await runner.stop()
}

console.log(`\n${printTable(results)}\n`)
const findings = printFindings(results)
for (const finding of findings) console.log(`✗ ${finding}`)
const minutes = (performance.now() - since) / 60_000
console.log(`${findings.length} kinds of input got through, in ${minutes.toFixed(1)} minutes.`)
console.log(`Again: npm run test:attack -- --seed ${seed}${wanted ? ` --group '${wanted}'` : ''}`)
if (findings.length > 0) process.exitCode = 1
