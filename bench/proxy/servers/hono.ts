// What a Hono app would do by its own documentation.
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { proxy } from 'hono/proxy'
import { serveChild, upstream } from './serveChild.js'

const app = new Hono().all('*', (c) => {
  const { pathname, search } = new URL(c.req.url)
  return proxy(`${upstream}${pathname}${search}`, {
    ...c.req,
    headers: { ...c.req.header(), authorization: 'Bearer sk-bench-0123456789' },
  })
})
serveChild(getRequestListener(app.fetch))
