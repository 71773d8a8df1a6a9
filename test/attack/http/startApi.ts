import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

/** A request that the API got, with its whole body. */
export interface ApiRequest {
  method: string
  path: string
  headers: IncomingMessage['headers']
  body: Buffer
}

/** Answers a request, as hostile as it likes: `response.socket` takes raw bytes. */
export type ApiHandler = (request: ApiRequest, response: ServerResponse) => void

/** A video API on loopback whose answers an attack chooses. */
export interface Api {
  origin: string
  requests: ApiRequest[]
  handler: ApiHandler
  /** Connections with an exchange that goes on. Others wait in the pool of `fetch` for some seconds, which is right. */
  connections(): number
  stop(): Promise<void>
}

/** Starts an API. It keeps the last 100 requests. */
export async function startApi(handler: ApiHandler = honestApi()): Promise<Api> {
  const open = new Set<ServerResponse>()
  const server = createServer({ maxHeaderSize: 64 * 1024 }, (request, response) => {
    const { method = '', url = '', headers } = request
    open.add(response)
    response.once('close', () => open.delete(response))
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('error', () => undefined)
    response.on('error', () => undefined)
    request.once('end', () => {
      const received = { method, path: url, headers, body: Buffer.concat(chunks) }
      if (api.requests.push(received) > 100) api.requests.shift()
      api.handler(received, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  const api: Api = {
    origin: `http://127.0.0.1:${address.port}`,
    requests: [],
    handler,
    connections: () => open.size,
    stop() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
  return api
}

/** Answers with JSON. */
export function sendJson(response: ServerResponse, body: unknown, status = 200): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  response
    .writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
    .end(text)
}

/** An answer of JSON. */
export const answerJson =
  (body: unknown, status = 200): ApiHandler =>
  (_, response) =>
    sendJson(response, body, status)

/** An answer written past Node, which would refuse or correct it. */
export const answerRaw =
  (text: string, encoding: 'latin1' | 'utf8' = 'latin1'): ApiHandler =>
  (_, response) =>
    void response.socket?.end(Buffer.from(text, encoding))

/** A video of 100,003 bytes: the start of an MP4, and bytes that differ from place to place. */
export const VIDEO = Buffer.from(
  Uint8Array.from({ length: 100_003 }, (_, index) => (index * 31 + (index >> 8)) % 251),
)
VIDEO.set([0, 0, 0, 0x20, 0x66, 0x74, 0x79, 0x70])

/** An API that behaves: it numbers the tasks that it creates, completes each at once and serves the whole video. */
export function honestApi(): ApiHandler {
  let created = 0
  return ({ method, path }, response) => {
    if (method === 'POST') {
      return sendJson(response, { id: `task_${++created}`, object: 'video', status: 'queued', progress: 0 })
    }
    if (!/\/videos\/[^/]+\/content(?:\?|$)/.test(path)) {
      const id = decodeURIComponent(path.split('?')[0]?.split('/').at(-1) ?? '')
      return sendJson(response, { id, object: 'video', status: 'completed', progress: 100 })
    }
    response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': VIDEO.byteLength })
    response.end(method === 'HEAD' ? undefined : VIDEO)
  }
}
