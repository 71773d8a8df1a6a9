// Hono's proxy helper, as in its documentation.
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { proxy } from 'hono/proxy'
import { serve, upstream } from './serve.js'

const app = new Hono().all('*', (c) => {
  const { pathname, search } = new URL(c.req.url)
  return proxy(`${upstream}${pathname}${search}`, {
    ...c.req,
    headers: { ...c.req.header(), authorization: 'Bearer sk-bench-0123456789' },
  })
})
serve(getRequestListener(app.fetch))
