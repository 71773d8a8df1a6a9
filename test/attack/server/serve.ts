// The program of a server process: proxies on loopback, attacked and watched by the battery that forked it.
import { existsSync, readFileSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { createRequestListener } from '@remix-run/node-fetch-server'
import type { VideoProxy } from 'react-video-task/server'
import { type AttackedServer, createAttackedProxy } from './attackedProxy.js'
import type { Adapter, Evidence, Hosts, ProxySettings, Question, Questions, Usage } from './ProxySettings.js'

const ADAPT: Record<Adapter, (proxy: VideoProxy) => RequestListener> = {
  '@remix-run/node-fetch-server': (proxy) =>
    createRequestListener((request) => proxy(request), { onError: () => undefined }),
  '@hono/node-server': (proxy) => getRequestListener((request) => proxy(request)),
}

const [adapter = '', hosts = '{}'] = process.argv.slice(2)
const noEvidence = (): Evidence => ({ calls: [], authorized: [], errors: [] })
const attacked: AttackedServer = {
  hosts: JSON.parse(hosts) as Hosts,
  evidence: noEvidence(),
  stores: new Map(),
  lasting: { tasks: new Map(), archives: new Map() },
}
const servers: Server[] = []

async function listen(settings: ProxySettings): Promise<{ port: number }> {
  const server = createServer(ADAPT[adapter as Adapter](createAttackedProxy(settings, attacked)))
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  return { port: address.port }
}

function takeEvidence(): Evidence {
  const taken = { ...attacked.evidence }
  Object.assign(attacked.evidence, noEvidence())
  return taken
}

async function countConnections(): Promise<number> {
  for (const server of servers) server.closeIdleConnections()
  const counts = servers.map(
    (server) => new Promise<number>((resolve) => server.getConnections((_, count) => resolve(count ?? 0))),
  )
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0)
}

/**
 * The most memory that the process had. Linux counts for `maxRSS` what the parent had when it forked, but not for `VmHWM`.
 */
function readPeak(): number {
  const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : ''
  const kilobytes = /^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1] ?? process.resourceUsage().maxRSS
  return Number(kilobytes) * 1024
}

async function measure(): Promise<Usage> {
  const { user, system } = process.cpuUsage()
  const { rss } = process.memoryUsage()
  const peakRss = readPeak()
  for (let round = 0; round < 2; round++) {
    globalThis.gc?.()
    await new Promise(setImmediate)
  }
  const { heapUsed, external } = process.memoryUsage()
  return { cpu: (user + system) / 1000, rss, peakRss, live: heapUsed + external }
}

const answers: {
  [name in Question]: (argument: Questions[name]['argument']) => Promise<Questions[name]['answer']>
} = {
  listen,
  evidence: async () => takeEvidence(),
  usage: measure,
  connections: countConnections,
}

process.on('message', ({ id, question, argument }: { id: number; question: Question; argument: never }) => {
  void answers[question](argument).then((answer) => process.send?.({ id, answer }))
})
// The battery is gone: nothing is left running.
process.once('disconnect', () => process.exit())
