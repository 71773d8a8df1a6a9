import { type Case, cases } from './cases.js'
import { measureRate } from './measureRate.js'
import { median } from './median.js'
import { readSlowly } from './readSlowly.js'
import { type Child, startChild } from './startChild.js'

const ROUNDS = Number(process.env['ROUNDS'] ?? 7)
/** `npm run bench:proxy -- polls` measures only the cases with that word in their name. */
const wanted = process.argv[2] ?? ''
const SLICE_MS = 250

/** The yardstick first: all ratios are to it. */
const servers = [
  { name: 'node:http pipe', file: 'pipe' },
  { name: 'hono proxy()', file: 'hono' },
  { name: 'ours, on node-fetch-server', file: 'ours' },
  { name: 'ours, on @hono/node-server', file: 'oursOnHono' },
]

interface Sample {
  rate: number
  /** CPU time for one request, in ms. */
  cpu: number
  peak: number
}

async function sample(child: Child, what: Case): Promise<Sample> {
  await child.reset()
  const { requests, perSecond } = await measureRate(child.origin, what, { ms: SLICE_MS })
  const { cpuMs, peakBytes } = await child.usage()
  return { rate: perSecond, cpu: cpuMs / requests, peak: peakBytes }
}

const row = (...cells: string[]) =>
  console.log(
    `| ${cells.map((cell, index) => (index === 0 ? cell.padEnd(34) : cell.padStart(10))).join(' | ')} |`,
  )

function print({ name, bytes }: Case, samples: Sample[][]): void {
  console.log(`\n${name}\n`)
  row('', bytes ? 'MB/s' : 'requests/s', 'ratio', 'CPU ms', 'CPU ratio', 'peak MB')
  row('-'.repeat(34), ...Array<string>(5).fill('--------:'))
  const [yardstick = []] = samples
  samples.forEach((own, index) => {
    const rate = median(own.map((one) => one.rate))
    // Of neighbours in time: the machine's pace changes under the run, and with it both.
    const ratio = median(own.map((one, round) => one.rate / (yardstick[round]?.rate ?? NaN)))
    const cpuRatio = median(own.map((one, round) => one.cpu / (yardstick[round]?.cpu ?? NaN)))
    row(
      servers[index]?.name ?? '',
      bytes ? ((rate * bytes) / 1e6).toFixed(0) : rate.toFixed(0),
      ratio.toFixed(2),
      median(own.map(({ cpu }) => cpu)).toFixed(2),
      cpuRatio.toFixed(2),
      (Math.max(...own.map(({ peak }) => peak)) / 1e6).toFixed(0),
    )
  })
}

const upstream = await startChild('upstream')
const children = await Promise.all(servers.map(({ file }) => startChild(file, upstream.origin)))

console.log(
  `Node ${process.version}. Medians of ${ROUNDS} rounds, in each of which every server has its turn; each in a`,
)
console.log('process of its own, before one upstream. CPU is per request.')
for (const what of cases.filter(({ name }) => name.includes(wanted))) {
  const samples: Sample[][] = children.map(() => [])
  for (const child of children) await measureRate(child.origin, what, { requests: what.warmUp })
  for (let round = 0; round < ROUNDS; round++) {
    const order = [...children.keys()]
    for (const index of round % 2 ? order.reverse() : order) {
      const child = children[index]
      if (child) samples[index]?.push(await sample(child, what))
    }
  }
  print(what, samples)
}

const [bodies] = cases
if (bodies && 'slow reader'.includes(wanted)) {
  console.log('\nSlow reader of a 200 MB body: memory above what the process held before\n')
  for (const [index, child] of children.entries()) {
    // What fast readers left behind is not the slow one's.
    await measureRate(child.origin, bodies, { requests: bodies.warmUp })
    const extra: number[] = []
    for (let time = 0; time < 3; time++) {
      await child.reset()
      await readSlowly(child.origin)
      extra.push((await child.usage()).extraBytes / 1e6)
    }
    row(servers[index]?.name ?? '', `${median(extra).toFixed(1)} MB`)
  }
}

for (const child of [upstream, ...children]) child.stop()
