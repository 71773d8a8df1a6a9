import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** A virtual display. */
export interface Display {
  /** Value of `DISPLAY` for programs that draw on it. */
  name: string
  stop: () => void
}

/**
 * Starts an X server without a screen, on the first free display.
 *
 * @throws {Error} when it does not start
 */
export async function startDisplay(xvfb: string): Promise<Display> {
  // Xvfb writes the display's number to this file descriptor.
  const args = ['-displayfd', '3', '-screen', '0', '1280x1000x24', '-nolisten', 'tcp']
  const server = spawn(xvfb, args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  const [number] = await Promise.race([
    once(server.stdio[3] ?? server, 'data'),
    once(server, 'exit').then(([code]) => {
      throw new Error(`${xvfb} exited with ${String(code)} before it reported its display.`)
    }),
  ])
  const stop = () => void server.kill('SIGTERM')
  process.once('exit', stop)
  return { name: `:${String(number).trim()}`, stop }
}
