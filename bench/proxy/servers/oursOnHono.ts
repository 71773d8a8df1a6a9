// Ours on the other kept adapter.
import { getRequestListener } from '@hono/node-server'
import { createOurs } from './createOurs.js'
import { serveChild } from './serveChild.js'

const proxy = createOurs()
serveChild(getRequestListener((request) => proxy(request)))
