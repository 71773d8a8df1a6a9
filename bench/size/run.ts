import { budgetsOf } from './budgets.js'
import { writeChart } from '../report/writeChart.js'
import { drawSize } from './drawSize.js'
import { measureSize } from './measureSize.js'
import { peerVersions } from './peerVersions.js'
import { heaviest, type Weight } from './weigh.js'

const { ours, peers } = await measureSize()
writeChart('size', drawSize(ours, peers))
const [hook] = ours
const unit = hook ? heaviest(hook) : NaN
const kB = (bytes: number) => (bytes / 1000).toFixed(1).padStart(8)

console.log(
  'What a page loads, in kB of gzip, as two bundlers make it. React and, for this package, TanStack Query',
)
console.log('are left out; `later` is what import() loads, if ever (esbuild). The ratio is to the hook.\n')
console.log(
  `| ${'this package: the hook, and the hook with'.padEnd(52)} |  esbuild |   rollup |    later |    ratio |`,
)
console.log(`| ${'-'.repeat(52)} | -------: | -------: | -------: | -------: |`)
const row = (weight: Weight) => {
  const { name, esbuild, rollup } = weight
  const ratio = (heaviest(weight) / unit).toFixed(2).padStart(8)
  console.log(
    `| ${name.padEnd(52)} | ${kB(esbuild.initial)} | ${kB(rollup.initial)} | ${kB(esbuild.lazy)} | ${ratio} |`,
  )
}
ours.forEach(row)
console.log(`| ${'**others**'.padEnd(52)} | ${' | '.repeat(3).padStart(35)} |`)
peers.forEach(row)
console.log(`\n${peerVersions()}.`)
console.log('\nPromised:\n')
for (const { name, bytes, limit } of budgetsOf(ours))
  console.log(`- ${name}: ${kB(bytes).trim()} of ${kB(limit).trim()} kB`)
