import { createServer, type RequestListener } from 'node:http'
import type { Usage } from '../Usage.js'

/** How often the memory is looked at: often enough to see a buffer that fills and is thrown away. */
const SAMPLE_EVERY = 20

/** Serves in a process of its own, and tells the parent the port and, when asked, the CPU time and peak memory since. */
export function serveChild(listener: RequestListener): void {
  let peak = 0
  let base = 0
  let cpu = process.cpuUsage()
  const sample = () => (peak = Math.max(peak, process.memoryUsage.rss()))
  setInterval(sample, SAMPLE_EVERY).unref()

  process.on('message', (message) => {
    sample()
    const { user, system } = process.cpuUsage(cpu)
    const usage: Usage = { cpuMs: (user + system) / 1000, peakBytes: peak, extraBytes: peak - base }
    if (message === 'reset') {
      cpu = process.cpuUsage()
      base = peak = process.memoryUsage.rss()
    }
    process.send?.(usage)
  })
  // The parent is gone: nothing is left running.
  process.once('disconnect', () => process.exit())

  const server = createServer({ keepAliveTimeout: 60_000 }, listener)
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    if (address && typeof address !== 'string') process.send?.(address.port)
  })
}

/** The address of the upstream, which the parent hands over as the first argument. */
export const upstream = process.argv[2] ?? ''
