import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

/** Reads a 200 MB video for some seconds at 3 MB/s, which is what a fast home connection takes. */
export async function readSlowly(origin: string): Promise<void> {
  const { hostname, port } = new URL(origin)
  const socket = connect({ host: hostname, port: Number(port) })
  socket.on('readable', () => undefined)
  socket.on('error', () => undefined)
  socket.write('GET /v1/videos/200000000/content HTTP/1.1\r\nhost: bench.test\r\n\r\n')
  const until = performance.now() + 2_000
  while (performance.now() < until) {
    await wait(20)
    socket.read(64 * 1024)
  }
  socket.destroy()
}
