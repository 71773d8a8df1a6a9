/** A proxy that keeps films in a directory, in a process of its own, so that it can be killed. */
import { createServer } from 'node:http'
import { createRequestListener } from '@remix-run/node-fetch-server'
import { createDirectoryArchive, createVideoProxy } from 'react-video-task/server'

const [, , baseURL = '', folder = ''] = process.argv

const proxy = createVideoProxy({
  apiKey: 'sk-of-the-server',
  authorize: () => true,
  baseURL,
  archive: { store: createDirectoryArchive(folder) },
})

const server = createServer(createRequestListener(proxy))
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  console.log(typeof address === 'object' ? address?.port : address)
})
