import { createRequestListener } from '@remix-run/node-fetch-server'
import { request as ask } from 'undici'
import { Readable } from 'node:stream'
import { serveChild, upstream } from './serveChild.js'
serveChild(createRequestListener(async (request) => {
  const { pathname } = new URL(request.url)
  const range = request.headers.get('range')
  const r = await ask(upstream + pathname, { headers: range ? { range } : {}, signal: request.signal })
  const h = new Headers(); for (const [k,v] of Object.entries(r.headers)) h.set(k, String(v))
  return new Response(Readable.toWeb(r.body) as ReadableStream, { status: r.statusCode, headers: h })
}))
