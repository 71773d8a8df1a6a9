import { startChild } from './startChild.js'
import { RawClient } from './RawClient.js'
const up = await startChild('upstream')
const flags = (process.argv[3] ?? '').split(' ').filter(Boolean)
for (const n of process.argv[2]!.split(',')) {
  const k = await startChild(n, up.origin, flags)
  const r = new RawClient(k.origin)
  for (let i = 0; i < 30; i++) await r.get('/v1/videos/20000000/content')
  await k.reset(); const f0 = (await k.usage()).faults; const t0 = performance.now()
  for (let i = 0; i < 30; i++) await r.get('/v1/videos/20000000/content')
  const u = await k.usage()
  console.log('==', n, 'ms', ((performance.now() - t0) / 30).toFixed(1), 'cpu', (u.cpuMs / 30).toFixed(1), 'faults', ((u.faults - f0) / 30).toFixed(0), 'rss', (u.peakBytes / 1e6).toFixed(0))
  r.close(); k.stop()
}
up.stop()
