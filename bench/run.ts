// Runs the benchmarks and writes their output to RESULTS.md: `npm run bench`, or `npm run bench -- size polling` for some.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { benchmarks, describeMachine, mergeResults } from './report/results.js'

const file = new URL('./RESULTS.md', import.meta.url)
const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !benchmarks.some((benchmark) => benchmark.name === name))
if (unknown.length > 0) {
  const names = benchmarks.map(({ name }) => name).join(', ')
  console.error(`No benchmark is called ${unknown.join(', ')}. Expected some of ${names}.`)
  process.exit(1)
}

for (const benchmark of benchmarks) {
  if (wanted.length > 0 && !wanted.includes(benchmark.name)) continue
  const command = `npm run ${benchmark.command}`
  console.log(command)
  const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', benchmark.command], {
    encoding: 'utf8',
    maxBuffer: 1e8,
  })
  if (status !== 0) {
    console.error(`${stdout}\n${stderr}\n${command} failed, so its results are not written.`)
    process.exitCode = 1
    continue
  }
  // Written after each benchmark, so that a failure of the next one loses nothing.
  const known = existsSync(file) ? readFileSync(file, 'utf8') : ''
  writeFileSync(file, mergeResults(known, benchmark, `${describeMachine()}\n\n${stdout.trim()}`))
}
