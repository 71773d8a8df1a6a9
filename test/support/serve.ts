import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createRequestListener } from '@remix-run/node-fetch-server'
import { onTestFinished } from 'vitest'

/**
 * Serves a fetch handler over real HTTP on a free loopback port, until the test ends or `onEnd` calls what it is given;
 * gives its origin.
 */
export async function serve(
  handler: (request: Request) => Response | Promise<Response>,
  onEnd: (stop: () => Promise<void>) => void = onTestFinished,
): Promise<string> {
  const server = createServer(createRequestListener((request) => handler(request)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onEnd(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  )
  const { port } = server.address() as AddressInfo
  return `http://127.0.0.1:${port}`
}
