import { createRequest, sendResponse } from '@remix-run/node-fetch-server'
import { createServer, type RequestListener, type Server } from 'node:http'
import { ConnectionResetError } from '../http/bodyStream.js'
import type { VideoEmulator } from '../VideoEmulator.js'

/** Where the emulator listens. */
interface Address {
  port: number
  host: string
}

/**
 * Serves an emulator over HTTP and waits until the server listens.
 *
 * @throws the error of the system, such as one with the code `EADDRINUSE`
 */
export function serveEmulator(emulator: VideoEmulator, { port, host }: Address): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer(createEmulatorListener(emulator))
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve(server)
    })
  })
}

/** Creates a listener for Node's `http` that breaks a connection where a fault does. */
function createEmulatorListener(emulator: VideoEmulator): RequestListener {
  return async (incoming, outgoing) => {
    const { socket } = incoming
    try {
      await sendResponse(outgoing, await emulator.fetch(createRequest(incoming, outgoing)))
    } catch (error) {
      const isFault = error instanceof ConnectionResetError
      // A caller who has left makes an error as well, which is no defect.
      if (!isFault && !socket.destroyed) console.error(error)
      // A reset if nothing was sent yet; else the connection ends after the last chunk.
      if (isFault && !outgoing.headersSent) socket.resetAndDestroy()
      else outgoing.destroy()
    }
  }
}

/**
 * Explains in one line why the server could not start, and what to do.
 *
 * @param portFlag the flag of the program that sets the port
 */
export function explainListenError(error: unknown, { port, host }: Address, portFlag = '--port'): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is taken. Stop the process that listens there, or use another port: ${portFlag} ${port === 65_535 ? 8787 : port + 1}`
    case 'EACCES':
      return `No permission to listen on port ${port}. Use a port above 1023: ${portFlag} 8787`
    case 'EADDRNOTAVAIL':
      return `This machine does not have the address ${host}. Use one that it has: --host 127.0.0.1`
    case 'ENOTFOUND':
      return `Host ${host} not found. Use an address of this machine: --host 127.0.0.1`
    default:
      return `Cannot listen on ${host}:${port}: ${String(error)}`
  }
}

/** The base URL of the API on a listening server, including the version. */
export function baseUrlOf(server: Server, host: string): string {
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : ''
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}/v1`
}

/** Stops a server at once: a player keeps its connection open, and the process would wait for it. */
export function stopServer(server: Server): void {
  server.close()
  server.closeAllConnections()
}
