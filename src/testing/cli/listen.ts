import { createRequest, sendResponse } from '@remix-run/node-fetch-server'
import { createServer, type RequestListener, type Server } from 'node:http'
import { ConnectionResetError } from '../answers.js'
import type { Flags } from './readFlags.js'
import type { VideoEmulator } from '../VideoEmulator.js'

/**
 * Starts an HTTP server and waits until it listens.
 *
 * @throws what the system says when it cannot, such as `EADDRINUSE`
 */
export function listen(listener: RequestListener, port: number, host: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer(listener)
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve(server)
    })
  })
}

/** Serves an emulator on Node's `http`; a connection that is to break really does. */
export function createEmulatorListener(emulator: VideoEmulator): RequestListener {
  return async (incoming, outgoing) => {
    const { socket } = incoming
    try {
      await sendResponse(outgoing, await emulator.fetch(createRequest(incoming, outgoing)))
    } catch (error) {
      // With a reset where nothing was sent; what was cut short ends at the last piece sent.
      if (error instanceof ConnectionResetError && !outgoing.headersSent) socket.resetAndDestroy()
      else if (!outgoing.destroyed) outgoing.destroy()
      if (error instanceof ConnectionResetError || incoming.destroyed || outgoing.destroyed) return
      console.error(error)
    }
  }
}

type Place = Pick<Flags, 'port' | 'host'>

const REASONS: Record<string, (place: Place) => string> = {
  EADDRINUSE: ({ port, host }) =>
    `Port ${port} on ${host} is taken. Stop what listens there, or choose another: --port ${port === 65_535 ? 8787 : port + 1}`,
  EACCES: ({ port }) => `Port ${port} needs rights this process lacks. Choose one above 1023: --port 8787`,
  EADDRNOTAVAIL: ({ host }) => `This machine has no address ${host}. Choose one it has: --host 127.0.0.1`,
  ENOTFOUND: ({ host }) =>
    `The host ${host} is not known. Choose an address of this machine: --host 127.0.0.1`,
}

/** Why the server could not start, and what to do, in one line. */
export function explainListenError(error: unknown, place: Place): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return REASONS[code]?.(place) ?? `Cannot listen on ${place.host}:${place.port}: ${String(error)}`
}

/** The API's base URL on a listening server, the version included as clients want it. */
export function baseUrlOf(server: Server, host: string): string {
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : ''
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}/v1`
}
