// Ours as the README shows it.
import { createRequestListener } from '@remix-run/node-fetch-server'
import { createOurs } from './createOurs.js'
import { serveChild } from './serveChild.js'

const proxy = createOurs()
serveChild(createRequestListener((request) => proxy(request)))
