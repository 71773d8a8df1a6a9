import { createServer, type RequestListener, type Server } from 'node:http'

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
