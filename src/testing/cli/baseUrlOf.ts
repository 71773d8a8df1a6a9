import type { Server } from 'node:http'

/** The API's base URL on a listening server, the version included as clients want it. */
export function baseUrlOf(server: Server, host: string): string {
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : ''
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}/v1`
}
