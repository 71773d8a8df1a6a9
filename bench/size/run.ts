// Measures what a page loads of this package and of its peers: `npm run bench:size`.
import { drawBarChart } from '../report/barChart.js'
import { writeChart } from '../report/chart.js'
import { budgetsOf } from './budgets.js'
import { initialBytes, measureSubject, type SubjectSize } from './bundlers.js'
import { listOurs, peers, peerVersions, type Subject } from './subjects.js'

/** The subjects of this package in the chart, by their labels there. */
const CHARTED: Record<string, string> = {
  'useVideoTask, provider and client': 'this package, the hook',
  VideoTaskProgress: '… and the progress bar',
  VideoTaskPlayer: '… and the player',
  VideoTaskCard: '… and the whole card',
}

/** Larger peers are not in the chart: the others would be too small to see. */
const MAX_CHARTED_BYTES = 100_000

const { hook, components, barAndPlayer, features, schema, ...entryPoints } = await listOurs()
const { entryPoint, entryPointAndComponents, all } = entryPoints
const wholes = [entryPoint, entryPointAndComponents, all]
const ours = await measureAll([hook, ...components, barAndPlayer, ...features, schema, ...wholes])
const others = await measureAll(peers)
writeChart('size', drawSizes(ours, others))

const unit = ours[0] ? initialBytes(ours[0]) : NaN
console.log(
  'Gzipped size of what a page loads, in kB, from two bundlers. React and, for this package, TanStack Query',
)
console.log('are not included; `later` is what import() loads (esbuild). The ratio is to the hook.\n')
console.log(
  `| ${'this package: the hook, and the hook with'.padEnd(52)} |  esbuild |   rollup |    later |    ratio |`,
)
console.log(`| ${'-'.repeat(52)} | -------: | -------: | -------: | -------: |`)
ours.forEach(print)
console.log(`| ${'**others**'.padEnd(52)} | ${' | '.repeat(3).padStart(35)} |`)
others.forEach(print)
console.log(`\n${peerVersions()}.`)
console.log('\nBudgets:\n')
for (const { name, bytes, limit } of budgetsOf(ours))
  console.log(`- ${name}: ${kB(bytes)} of ${kB(limit)} kB`)

/** One after the other: both bundlers use all processors. */
async function measureAll(subjects: Subject[]): Promise<SubjectSize[]> {
  const sizes: SubjectSize[] = []
  for (const subject of subjects) sizes.push(await measureSubject(subject))
  return sizes
}

function print(size: SubjectSize): void {
  const cells = [
    kB(size.esbuild.initial),
    kB(size.rollup.initial),
    kB(size.esbuild.lazy),
    (initialBytes(size) / unit).toFixed(2),
  ]
  console.log(`| ${size.name.padEnd(52)} | ${cells.map((cell) => cell.padStart(8)).join(' | ')} |`)
}

/** Draws what a page loads, the smallest first. */
function drawSizes(ours: SubjectSize[], others: SubjectSize[]): string {
  const charted = others.filter((size) => initialBytes(size) <= MAX_CHARTED_BYTES)
  const tooLarge = others.filter((size) => !charted.includes(size))
  const bars = [
    ...ours
      .filter(({ name }) => name in CHARTED)
      .map((size) => ({ name: CHARTED[size.name] ?? '', value: initialBytes(size), isOurs: true })),
    ...charted.map((size) => ({ name: size.name, value: initialBytes(size) })),
  ].sort((a, b) => a.value - b.value)
  const format = (bytes: number) => `${kB(bytes)} kB`
  return drawBarChart({
    title: 'Bundle size, in kB of gzip',
    description:
      `${bars.map(({ name, value }) => `${name}: ${format(value)}`).join('; ')}.` +
      tooLarge.map((size) => ` Not drawn: ${size.name}, ${format(initialBytes(size))}.`).join(''),
    bars,
    format,
    nameWidth: 300,
  })
}

function kB(bytes: number): string {
  return (bytes / 1000).toFixed(1)
}
