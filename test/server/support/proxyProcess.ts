/** A proxy that refuses every create, alone in its process, so that another can measure what a refusal costs. */
import { readFileSync, writeFileSync } from 'node:fs'
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

/** The CPU time of this process in ms, and its memory in MiB: now, and the most since this was last read. */
function readUsage() {
  const { user, system } = process.cpuUsage()
  const [, peak = ''] = /VmHWM:\s*(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
  // Makes the peak the memory of now (proc(5)): what compiling at the start took is not of interest.
  writeFileSync('/proc/self/clear_refs', '5')
  return { cpu: (user + system) / 1000, memory: process.memoryUsage().rss / MIB, peak: Number(peak) / 1024 }
}

const answerVideos = createRequestListener(proxy, { onError: () => undefined })
const server = createServer((request, response) => {
  if (request.url === '/usage') response.end(JSON.stringify(readUsage()))
  else void answerVideos(request, response)
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  console.log(typeof address === 'object' ? address?.port : address)
})
