import { startChild } from './startChild.js'
import { RawClient } from './RawClient.js'
import { spawn } from 'node:child_process'
const names = process.argv[2]!.split(',')
const up = await startChild('upstream')
for (const n of names) {
  const k = await startChild(n, up.origin)
  const until = performance.now() + 6000
  const tool = spawn('timeout', ['-s', 'INT', '5', 'strace', '-c', '-f', '-p', String(k.pid)], { stdio: ['ignore', 'inherit', 'inherit'] })
  const r = new RawClient(k.origin); let c = 0
  while (performance.now() < until) { await r.get('/v1/videos/20000000/content'); c++ }
  r.close()
  console.log('==', n, c, 'bodies')
  k.stop()
}
up.stop()
