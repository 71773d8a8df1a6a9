import { createServer } from 'node:http'
import { createRequestListener } from '@remix-run/node-fetch-server'
import type { VideoEmulator } from 'react-video-task/testing'
import { onTestFinished } from 'vitest'

/** Serves an emulator over real HTTP for the length of a test; gives its origin. */
export async function startServer(emulator: VideoEmulator): Promise<string> {
  const server = createServer(createRequestListener((request) => emulator.fetch(request)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('the server has no address')
  return `http://127.0.0.1:${address.port}`
}
