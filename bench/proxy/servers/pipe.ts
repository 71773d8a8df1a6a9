// The baseline: the least that a proxy on Node can do.
import { Agent, request as ask } from 'node:http'
import { pipeline } from 'node:stream'
import { serve, upstream } from './serve.js'

const { host } = new URL(upstream)
const agent = new Agent({ keepAlive: true })

serve((request, response) => {
  const headers = { ...request.headers, host, authorization: 'Bearer sk-bench-0123456789' }
  const asked = ask(`${upstream}${request.url}`, { method: request.method, headers, agent }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    pipeline(answer, response, () => undefined)
  })
  response.once('close', () => asked.destroy())
  asked.on('error', () => response.destroy())
  pipeline(request, asked, () => undefined)
})
