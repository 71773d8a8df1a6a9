import { serve } from '@hono/node-server'
import { serveStatic } from '@hono/node-server/serve-static'
import { betterAuth } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import { Hono } from 'hono'
import { SqliteDialect } from 'kysely'
import Database from 'libsql'
import {
  createDirectoryArchive,
  createSqliteTaskStore,
  createVideoCatalogue,
  createVideoLinkPage,
  createVideoProxy,
} from 'react-video-task/server'
import { counter } from './counter.js'
import { startPolls } from './polls.js'

const { COMETAPI_KEY = '', COMETAPI_BASE_URL, REDIS_URL, STUDIO_FOLDER = '.', PORT = '3000' } = process.env

// Users, their sessions, tasks and public links. The secret and the URL of sessions are BETTER_AUTH_SECRET and BETTER_AUTH_URL.
const database = new Database(`${STUDIO_FOLDER}/studio.db`)
const tasks = createSqliteTaskStore(database)
const auth = betterAuth({
  database: { dialect: new SqliteDialect({ database }), type: 'sqlite' },
  emailAndPassword: { enabled: true },
})
await (await getMigrations(auth.options)).runMigrations()

const proxy = createVideoProxy({
  apiKey: COMETAPI_KEY,
  baseURL: COMETAPI_BASE_URL,
  tasks,
  routes: ['share'],
  archive: { store: createDirectoryArchive(`${STUDIO_FOLDER}/films`) },
  maxBodyBytes: 32 * 1024 * 1024,
  limits: { models: ['wan2.6', 'sora-2'], promptLength: 2_000 },
  authorize: async ({ request: { headers } }) =>
    (await auth.api.getSession({ headers }))?.user ?? new Response(null, { status: 401 }),
  quota: { counter },
  onCreated: async ({ task }) => void (await poll?.(task.id)),
})
const poll = REDIS_URL ? startPolls(proxy, { url: REDIS_URL }) : undefined
for (const { id } of await tasks.list({ isPending: true, limit: 1_000 })) await poll?.(id)

const linkPage = createVideoLinkPage({ tasks, baseURL: '/api/v1', title: ({ title }) => title })
const app = new Hono()
app.all('/api/v1/*', ({ req }) => proxy(req.raw))
app.all('/api/auth/*', ({ req }) => auth.handler(req.raw))
app.get('/api/catalogue', createVideoCatalogue({ url: process.env.CATALOGUE_URL }))
app.get('/shared/*', ({ req }) => linkPage(req.raw))
app.use(serveStatic({ root: `${import.meta.dirname}/dist` }))
serve({ fetch: app.fetch, port: Number(PORT), hostname: '127.0.0.1' }, ({ port }) =>
  console.log(`http://127.0.0.1:${port}`),
)
