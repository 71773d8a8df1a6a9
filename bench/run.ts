// Runs every benchmark and writes down what they print: `npm run bench`, or `npm run bench -- size polling` for some of them.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { benches } from './report/benches.js'
import { describeMachine } from './report/describeMachine.js'
import { mergeResults } from './report/mergeResults.js'

const file = new URL('./RESULTS.md', import.meta.url)
const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !benches.some((bench) => bench.name === name))
if (unknown.length > 0) {
  console.error(
    `No benchmark is called ${unknown.join(', ')}. There are ${benches.map(({ name }) => name).join(', ')}.`,
  )
  process.exit(1)
}

for (const bench of benches) {
  if (wanted.length > 0 && !wanted.includes(bench.name)) continue
  console.log(`npm run ${bench.command}`)
  const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', bench.command], {
    encoding: 'utf8',
    maxBuffer: 1e8,
  })
  if (status !== 0) {
    console.error(
      `${stdout}\n${stderr}\nnpm run ${bench.command} failed, so its results are not written down.`,
    )
    process.exitCode = 1
    continue
  }
  // Written after each, so that an hour's figures outlast a failure in the next.
  const known = existsSync(file) ? readFileSync(file, 'utf8') : ''
  writeFileSync(file, mergeResults(known, bench, `${describeMachine()}\n\n${stdout.trim()}`))
}
