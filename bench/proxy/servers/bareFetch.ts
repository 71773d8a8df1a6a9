// scratch: floor
import { createRequestListener } from '@remix-run/node-fetch-server'
import { serveChild, upstream } from './serveChild.js'
serveChild(createRequestListener(async (request) => {
  const { pathname } = new URL(request.url)
  const range = request.headers.get('range')
  const r = await fetch(upstream + pathname, { headers: range ? { range } : {}, signal: request.signal })
  return new Response(r.body, { status: r.status, headers: r.headers })
}))
