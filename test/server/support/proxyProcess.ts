/** A proxy that refuses every create, alone in its process, so that another can measure what a refusal costs. */
import { createServer } from 'node:http'
import { createRequestListener } from '@remix-run/node-fetch-server'
import { createVideoProxy } from 'react-video-task/server'

const MIB = 1024 * 1024

const proxy = createVideoProxy({
  apiKey: 'sk-canary-0123456789',
  authorize: ({ request }) => request.headers.has('x-user'),
  authorizeCreate: () => false,
  limits: { promptLength: 4_000 },
  maxBodyBytes: 32 * MIB,
  fetch: () => Promise.reject(new Error('A refused create reached the API.')),
  onError: () => undefined,
})

/** The CPU time of this process in ms, and its memory in MiB: now, and the most that it ever had. */
function usage() {
  const { user, system } = process.cpuUsage()
  const most = process.resourceUsage().maxRSS / 1024
  return { cpu: (user + system) / 1000, memory: process.memoryUsage().rss / MIB, most }
}

const answerVideos = createRequestListener(proxy, { onError: () => undefined })
const server = createServer((request, response) => {
  if (request.url === '/usage') response.end(JSON.stringify(usage()))
  else void answerVideos(request, response)
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  console.log(typeof address === 'object' ? address?.port : address)
})
