import { startChild } from './startChild.js'
import { RawClient } from './RawClient.js'
const names = (process.argv[2] ?? 'pipe,hono,ours,oursOnHono,bareFetch').split(',')
const kinds = (process.argv[3] ?? 'body,range,poll').split(',')
const rounds = Number(process.argv[4] ?? 5)
const up = await startChild('upstream')
const prof = process.env.PROF
const kids = Object.fromEntries(await Promise.all(names.map(async (n) => [n, await startChild(n, up.origin, prof && n === prof ? ['--cpu-prof', '--cpu-prof-dir=/tmp/prof', '--cpu-prof-interval', '200'] : [])] as const)))
const K: Record<string, { conc: number; path: (i: number) => string; headers?: Record<string, string> }> = {
  body: { conc: 4, path: () => '/v1/videos/20000000/content' },
  range: { conc: 8, path: () => '/v1/videos/20000000/content', headers: { range: 'bytes=1000000-1065535' } },
  poll: { conc: 16, path: (i) => `/v1/videos/task_${i}` },
}
let i = 0
async function run(origin: string, { conc, path, headers }: (typeof K)[string], ms: number) {
  const t0 = performance.now(); let n = 0
  await Promise.all(Array.from({ length: conc }, async () => {
    const c = new RawClient(origin)
    while (performance.now() - t0 < ms) { const s = await c.get(path(i++), headers); if (s !== 200 && s !== 206) throw new Error('status ' + s); n++ }
    c.close()
  }))
  return n / ((performance.now() - t0) / 1000)
}
const sum = (a: number[]) => a.reduce((x, y) => x + y, 0)
const med = (a: number[]) => a.sort((x, y) => x - y)[Math.floor(a.length / 2)]!
for (const kind of kinds) {
  const R: Record<string, number[]> = {}, C: Record<string, number[]> = {}, F: Record<string, number[]> = {}
  for (const n of names) { await run(kids[n]!.origin, K[kind]!, 500) }
  for (let r = 0; r < rounds; r++) for (const n of r % 2 ? [...names].reverse() : names) {
    await kids[n]!.reset(); const f0 = (await kids[n]!.usage()).faults
    const t0 = performance.now()
    const rate = await run(kids[n]!.origin, K[kind]!, Number(process.env.SLICE ?? 500))
    const u = await kids[n]!.usage()
    ;(F[n] ??= []).push((u.faults - f0) / (rate * (performance.now() - t0) / 1000));(R[n] ??= []).push(rate); (C[n] ??= []).push(u.cpuMs / (rate * (performance.now() - t0) / 1000))
  }
  const b = names[0]!
  console.log(kind)
  for (const n of names) console.log('  ', n.padEnd(12), med([...R[n]!]).toFixed(0).padStart(5) + '/s ratio', med(R[n]!.map((x, j) => x / R[b]![j]!)).toFixed(2), 'best/best', (Math.max(...R[n]!) / Math.max(...R[b]!)).toFixed(2), 'cpu min', Math.min(...C[n]!).toFixed(2), 'med', med([...C[n]!]).toFixed(2), 'total', (sum(C[b]!) / sum(C[n]!)).toFixed(2), (sum(R[n]!) / sum(R[b]!)).toFixed(2), 'faults', med(F[n]!).toFixed(0))
}
for (const k of Object.values(kids)) k.stop()
up.stop()
