/**
 * The proxy over HTTP with the bench's page, in a process of its own. Behind it is an API in memory, whose tasks run in real time.
 * Takes a port-free start and tells the port to its parent.
 */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { createRequestListener } from '@remix-run/node-fetch-server'
import { createVideoProxy } from 'react-video-task/server'
import { createRandom, simulateTasks, viewOf } from '../../polling/simulatedTasks.js'

/** The page's script, the number of tasks, and the API's latency in ms. */
const [, , scriptPath = '', count = '', latency = ''] = process.argv

const HTML = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script type="module" src="/main.js"></script>`
const script = readFileSync(scriptPath)

/** What the bench asks at the end of a visit. */
export interface ServerFigures {
  /** Requests of the page for tasks, and tasks that they asked for. */
  requests: number
  polls: number
  /** When each task ends, in ms since the epoch. */
  ends: Record<string, number>
}

const random = createRandom(7)
const tasks = new Map(
  simulateTasks(Number(count), { seed: 5 }).map((task) => {
    // As long as the ids of the family's gateways.
    const id = `${task.id}_`.padEnd(36, '0123456789abcdef')
    return [id, { task, id, created: Date.now() - random() * task.end }] as const
  }),
)
const figures = { requests: 0, polls: 0 }

const proxy = createVideoProxy({
  apiKey: 'sk-of-the-bench',
  authorize: () => true,
  fetch: async (url) => {
    const id = decodeURIComponent(new URL(url).pathname.split('/').at(-1) ?? '')
    const entry = tasks.get(id)
    await wait(Number(latency))
    if (!entry) return Response.json({ error: { message: 'No such task' } }, { status: 404 })
    const view = viewOf(entry.task, Date.now() - entry.created, false)
    return Response.json({
      ...view,
      id,
      created_at: 1_790_000_000,
      size: '1920x1080',
      prompt: `A fox, take ${id}`,
    })
  },
})

const answerVideos = createRequestListener(async (request) => {
  const { searchParams } = new URL(request.url)
  figures.requests += 1
  figures.polls += searchParams.get('ids')?.split(',').length ?? 1
  const response = await proxy(request)
  // A server that does not tell of its route for many is any other gateway.
  if (request.headers.has('x-alone')) response.headers.delete('video-batch')
  return response
})

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '', 'http://localhost')
  if (pathname.startsWith('/api/')) answerVideos(request, response)
  else if (pathname === '/main.js') response.setHeader('content-type', 'text/javascript').end(script)
  else if (pathname === '/ids') response.end(JSON.stringify([...tasks.keys()]))
  else if (pathname === '/figures') response.end(JSON.stringify({ ...figures, ends: endsOf() }))
  else response.setHeader('content-type', 'text/html').end(HTML)
})

const endsOf = () =>
  Object.fromEntries(Array.from(tasks.values(), ({ id, task, created }) => [id, created + task.end]))

server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.send?.(typeof address === 'object' ? address?.port : 0)
})
process.once('disconnect', () => process.exit())
