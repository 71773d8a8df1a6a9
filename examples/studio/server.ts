import { serve } from '@hono/node-server'
import { serveStatic } from '@hono/node-server/serve-static'
import { Queue } from 'bullmq'
import { Hono } from 'hono'
import { createDirectoryArchive, createVideoProxy } from 'react-video-task/server'
import { reserve, settle } from './quota.js'
import { shares } from './shares.js'
import { auth, STUDIO_FOLDER, tasks, userOf } from './storage.js'

const { COMETAPI_KEY = '', COMETAPI_BASE_URL, REDIS_URL, WATCHER_SECRET, PORT = '3000' } = process.env
const { CATALOGUE_URL = 'https://api.cometapi.com/api/models' } = process.env

const polls = REDIS_URL && new Queue('polls', { connection: { url: REDIS_URL } })
/** Adds the job that polls a task, unless it has one. */
const watch = async (id: string) => {
  const options = { jobId: encodeURIComponent(id), removeOnComplete: true, removeOnFail: true }
  if (polls) await polls.add('poll', { id }, options)
}
for (const { id } of await tasks.list({ isPending: true, limit: 1_000 })) await watch(id)

const proxy = createVideoProxy({
  apiKey: COMETAPI_KEY,
  baseURL: COMETAPI_BASE_URL,
  tasks,
  routes: ['share'],
  archive: { store: createDirectoryArchive(`${STUDIO_FOLDER}/films`) },
  maxBodyBytes: 32 * 1024 * 1024,
  limits: { models: ['wan2.6', 'sora-2'], promptLength: 2_000 },
  authorize: async ({ action, request }) => {
    const isRead = action === 'retrieve' || action === 'content'
    if (WATCHER_SECRET && request.headers.get('x-watcher') === WATCHER_SECRET) return isRead
    return (await userOf(request)) ?? new Response(null, { status: 401 })
  },
  authorizeCreate: reserve,
  onCreated: ({ task }) => watch(task.id),
  onEnded: settle,
})

const app = new Hono()
app.all('/api/v1/*', ({ req }) => proxy(req.raw))
app.all('/api/auth/*', ({ req }) => auth.handler(req.raw))
app.get('/api/catalogue', async ({ json }) => json(await (await fetch(CATALOGUE_URL)).json()))
app.route('/', shares)
app.use(serveStatic({ root: `${import.meta.dirname}/dist` }))
serve({ fetch: app.fetch, port: Number(PORT), hostname: '127.0.0.1' }, ({ port }) =>
  console.log(`http://127.0.0.1:${port}`),
)
