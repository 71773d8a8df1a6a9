// Measures the cost of the proxy: `npm run bench:proxy`. `-- polls` runs only the loads with that word in their name.
import { type ChildServer, startChildServer } from './childServer.js'
import { type Load, measureRate, readSlowly } from './load.js'

const ROUNDS = Number(process.env['ROUNDS'] ?? 7)
/** Each sample of a server takes this long, in ms. */
const SAMPLE_MS = 250

const BODY = 20_000_000
const RANGE = 64 * 1024

const bodies: Load = {
  name: '20 MB bodies',
  clients: 2,
  warmUp: 20,
  path: () => `/v1/videos/${BODY}/content`,
  bytes: BODY,
}
const loads: Load[] = [
  bodies,
  {
    name: '64 kB ranges',
    clients: 8,
    warmUp: 1000,
    path: () => `/v1/videos/${BODY}/content`,
    headers: { range: `bytes=1000000-${1_000_000 + RANGE - 1}` },
    bytes: RANGE,
  },
  {
    name: 'polls, a task each',
    clients: 16,
    warmUp: 3000,
    path: (index) => `/v1/videos/task_${index}`,
  },
  { name: 'polls, one task', clients: 16, warmUp: 3000, path: () => '/v1/videos/task_0' },
]

/** The baseline first: the ratios are to it. */
const servers = [
  { name: 'node:http pipe', file: 'pipe' },
  { name: 'hono proxy()', file: 'hono' },
  { name: 'ours, on node-fetch-server', file: 'ours' },
  { name: 'ours, on @hono/node-server', file: 'ours', adapter: 'hono' },
]

interface Sample {
  rate: number
  /** CPU time of one request, in ms. */
  cpu: number
  peak: number
}

const wanted = process.argv[2] ?? ''
const upstream = await startChildServer('upstream')
const children = await Promise.all(
  servers.map(({ file, adapter = '' }) => startChildServer(file, upstream.origin, adapter)),
)

console.log(
  `Node ${process.version}. Medians of ${ROUNDS} rounds, with a turn of each server in each round; each server in a`,
)
console.log('process of its own, with one upstream. CPU is per request.')
for (const load of loads.filter(({ name }) => name.includes(wanted))) {
  const samples: Sample[][] = children.map(() => [])
  for (const child of children) await measureRate(child.origin, load, { requests: load.warmUp })
  for (let round = 0; round < ROUNDS; round++) {
    const order = [...children.keys()]
    for (const index of round % 2 ? order.reverse() : order) {
      const child = children[index]
      if (child) samples[index]?.push(await takeSample(child, load))
    }
  }
  print(load, samples)
}

if ('slow reader'.includes(wanted)) {
  console.log('\nSlow reader of a 200 MB body: memory above that of the process before\n')
  for (const [index, child] of children.entries()) {
    // After fast readers, so that the memory they leave is not counted.
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

async function takeSample(child: ChildServer, load: Load): Promise<Sample> {
  await child.reset()
  const { requests, perSecond } = await measureRate(child.origin, load, { ms: SAMPLE_MS })
  const { cpuMs, peakBytes } = await child.usage()
  return { rate: perSecond, cpu: cpuMs / requests, peak: peakBytes }
}

function print({ name, bytes }: Load, samples: Sample[][]): void {
  console.log(`\n${name}\n`)
  row('', bytes ? 'MB/s' : 'requests/s', 'ratio', 'CPU ms', 'CPU ratio', 'peak MB')
  row('-'.repeat(34), ...Array<string>(5).fill('--------:'))
  const [baseline = []] = samples
  samples.forEach((own, index) => {
    const rate = median(own.map((sample) => sample.rate))
    // Ratios of samples of one round: the speed of a shared machine changes between rounds.
    const ratio = median(own.map((sample, round) => sample.rate / (baseline[round]?.rate ?? NaN)))
    const cpuRatio = median(own.map((sample, round) => sample.cpu / (baseline[round]?.cpu ?? NaN)))
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

function row(...cells: string[]): void {
  const padded = cells.map((cell, index) => (index === 0 ? cell.padEnd(34) : cell.padStart(10)))
  console.log(`| ${padded.join(' | ')} |`)
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? NaN
}
