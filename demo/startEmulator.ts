import { createServer, type Server } from 'node:http'
import { createRequestListener } from '@remix-run/node-fetch-server'
import { createVideoEmulator } from 'react-video-task/testing'

/** The vendor's API as an HTTP server of its own on loopback. */
export async function startEmulator(options: {
  apiKey: string
  duration: number
}): Promise<{ server: Server; baseURL: string }> {
  const emulator = createVideoEmulator(options)
  const server = createServer(createRequestListener((request) => emulator.handle(request)))
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The emulator has no port.')
  return { server, baseURL: `http://127.0.0.1:${address.port}/v1` }
}
