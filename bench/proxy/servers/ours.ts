// This package's proxy on the Node adapter that the second argument names.
import { createVideoProxy } from 'react-video-task/server'
import { serve, upstream } from './serve.js'

const proxy = createVideoProxy({
  apiKey: 'sk-bench-0123456789',
  authorize: () => true,
  baseURL: `${upstream}/v1`,
})
const handler = (request: Request) => proxy(request)

// Imported on demand, so that each process holds only its own adapter.
if (process.argv[3] === 'hono') {
  const { getRequestListener } = await import('@hono/node-server')
  serve(getRequestListener(handler))
} else {
  const { createRequestListener } = await import('@remix-run/node-fetch-server')
  serve(createRequestListener(handler))
}
