import { createServer, type RequestListener } from 'node:http'
import { createRequestListener } from '@remix-run/node-fetch-server'
import { onTestFinished } from 'vitest'

/** Serves over real HTTP until the test ends; gives the address, without a slash at its end. */
export async function serveNode(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port')
  return `http://127.0.0.1:${address.port}`
}

/** The same for a fetch-standard handler. */
export function serve(handler: (request: Request) => Promise<Response> | Response): Promise<string> {
  return serveNode(createRequestListener(handler, { onError: () => undefined }))
}
