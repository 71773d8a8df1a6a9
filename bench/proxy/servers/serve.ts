import { createServer, type RequestListener } from 'node:http'

/** CPU time and memory of a server process since its last reset. */
export interface Usage {
  cpuMs: number
  /** Largest resident set. */
  peakBytes: number
  /** The same, less the resident set at the reset. */
  extraBytes: number
}

/** The interval between measurements of the memory, in ms: short enough to see a buffer that fills and is freed. */
const SAMPLE_INTERVAL = 20

/** The origin of the upstream, the first argument of each proxy. */
export const upstream = process.argv[2] ?? ''

/** Serves in a process of its own. Sends the parent its port and, when asked, its CPU time and peak memory. */
export function serve(listener: RequestListener): void {
  let peak = 0
  let base = 0
  let cpu = process.cpuUsage()
  const sample = () => (peak = Math.max(peak, process.memoryUsage.rss()))
  setInterval(sample, SAMPLE_INTERVAL).unref()

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
  // The parent has exited.
  process.once('disconnect', () => process.exit())

  const server = createServer({ keepAliveTimeout: 60_000 }, listener)
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    if (address && typeof address !== 'string') process.send?.(address.port)
  })
}
