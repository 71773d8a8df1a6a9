import { createRequestListener } from '@remix-run/node-fetch-server'
import { Agent, request as ask, type IncomingMessage } from 'node:http'
import { serveChild, upstream } from './serveChild.js'
const agent = new Agent({ keepAlive: true })
serveChild(createRequestListener(async (request) => {
  const { pathname } = new URL(request.url)
  const range = request.headers.get('range')
  const r = await new Promise<IncomingMessage>((res, rej) => ask(upstream + pathname, { agent, headers: range ? { range } : {}, signal: request.signal }, res).on('error', rej).end())
  const h = new Headers(); for (const [k,v] of Object.entries(r.headers)) h.set(k, String(v))
  const stream = new ReadableStream({
    start(c) { r.pause(); r.on('data', (d: Buffer) => { c.enqueue(new Uint8Array(d.buffer, d.byteOffset, d.byteLength)); if ((c.desiredSize ?? 0) <= 0) r.pause() }); r.on('end', () => c.close()); r.on('error', (e) => c.error(e)); r.pause() },
    pull() { r.resume() },
    cancel(e) { r.destroy() },
  }, { highWaterMark: 0 })
  return new Response(stream, { status: r.statusCode, headers: h })
}))
