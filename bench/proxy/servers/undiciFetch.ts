import { createRequestListener } from '@remix-run/node-fetch-server'
import { fetch as ufetch } from 'undici'
import { serveChild, upstream } from './serveChild.js'
serveChild(createRequestListener(async (request) => {
  const { pathname } = new URL(request.url)
  const range = request.headers.get('range')
  const r = await ufetch(upstream + pathname, { headers: range ? { range } : {}, signal: request.signal })
  return new Response(r.body as ReadableStream, { status: r.status, headers: [...r.headers] })
}))
