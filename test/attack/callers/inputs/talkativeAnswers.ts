import { type ApiHandler, sendJson, VIDEO } from '../../http/startApi.js'
import type { Random } from '../../random.js'

/** What only the owner of a task sees. */
export interface Private {
  owner: string
  prompt: string
  /** The API's id of the task, and the one that the owner uses. */
  taskId: string
  publicId: string
}

/** An API that makes tasks under long ids, and names their prompt and its own addresses. */
export function talkativeApi(start: string): { handler: ApiHandler; lastId: () => string } {
  let made = 0
  const lastId = () => `task-${start}-${made}`
  const handler: ApiHandler = ({ method, path }, response) => {
    if (method === 'POST') {
      made += 1
      return sendJson(response, { id: lastId(), object: 'video', status: 'queued', progress: 0 })
    }
    if (method === 'DELETE') return sendJson(response, { deleted: true, object: 'video.deleted' })
    const id = path.split('/videos/')[1]?.split(/[/?]/)[0] ?? ''
    if (path.includes('/content')) return sendVideo(response, {})
    sendJson(response, taskOf(id, 'A lake'))
  }
  return { handler, lastId }
}

type Sink = Parameters<ApiHandler>[1]

function sendVideo(response: Sink, headers: Readonly<Record<string, string>>): void {
  response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': VIDEO.byteLength, ...headers })
  response.end(VIDEO)
}

const taskOf = (id: string, prompt: string) => ({
  ...{ id, task_id: id, object: 'video', status: 'completed', progress: 100, seconds: '5', prompt },
  ...{
    title: prompt,
    metadata: { prompt, id },
    video_url: `http://api.test/files/${id}.mp4`,
    user: 'someone',
  },
})

/** All that is private, as an API may write it. */
const allOf = ({ owner, prompt, taskId, publicId }: Private) =>
  `${taskId} ${publicId} of ${owner}: ${prompt} at http://api.test/v1/videos/${taskId}`

/** Answers of an API that say more of a task than its link may show. */
export const TALKATIVE: Readonly<Record<string, (random: Random, task: Private) => ApiHandler>> = {
  'an error with all it knows': (random, task) => (_, response) => {
    const error = { message: allOf(task), type: task.prompt, param: task.taskId, code: task.taskId }
    sendJson(response, { error }, random.pick([400, 404, 409, 410, 422, 429, 500, 503]))
  },
  'an error in other words': (random, task) => (_, response) =>
    sendJson(
      response,
      random.pick<unknown>([
        { code: 500, msg: allOf(task), request_id: task.taskId },
        { detail: [{ loc: [task.taskId], msg: allOf(task) }] },
        { message: allOf(task) },
        allOf(task),
        `<html>${allOf(task)}</html>`,
      ]),
      random.pick([400, 401, 403, 404, 500, 502]),
    ),
  'an error as a success': (random, task) => (_, response) =>
    sendJson(
      response,
      random.pick<unknown>([{ error: allOf(task) }, { code: 'fail', message: allOf(task) }, [allOf(task)]]),
    ),
  'a failure with its reason': (_, task) => (__, response) => {
    const error = { message: allOf(task), code: task.taskId }
    sendJson(response, {
      ...taskOf(task.taskId, task.prompt),
      status: 'failed',
      error,
      failure_reason: allOf(task),
    })
  },
  'objects in place of values': (random, task) => (_, response) => {
    const name = random.pick(['seconds', 'size', 'progress', 'created_at', 'completed_at', 'object', 'model'])
    const value = random.pick<unknown>([{ prompt: allOf(task) }, [allOf(task)], { [task.taskId]: 1 }])
    sendJson(response, { ...taskOf(task.taskId, task.prompt), [name]: value })
  },
  'other ids': (random, task) => (_, response) => {
    const field = random.pick(['id', 'task_id', 'video_id', 'request_id', 'remixed_from_video_id', 'data'])
    sendJson(response, {
      ...taskOf(task.taskId, task.prompt),
      [field]: random.pick([task.taskId, task.publicId]),
    })
  },
  'headers that name the task': (random, task) => (request, response) => {
    const name = random.pick([
      'x-request-id',
      'x-oneapi-request-id',
      'etag',
      'content-disposition',
      'x-task',
      'set-cookie',
      'link',
      'location',
    ])
    const value = name === 'etag' ? `"${task.taskId}"` : task.taskId
    if (request.path.includes('/content')) return sendVideo(response, { [name]: value })
    response.setHeader(name, value)
    sendJson(response, taskOf(task.taskId, task.prompt))
  },
  'a type that names the task': (_, task) => (request, response) =>
    request.path.includes('/content')
      ? sendVideo(response, { 'content-type': `video/mp4; name="${task.taskId}"` })
      : sendJson(response, taskOf(task.taskId, task.prompt)),
  'text as a film': (_, task) => (__, response) =>
    void response.writeHead(200, { 'content-type': 'video/mp4' }).end(allOf(task)),
  'a redirect': (random, task) => (request, response) =>
    void response
      .writeHead(302, {
        location: random.pick([
          `http://bucket.test/${task.taskId}`,
          `/v1/${task.taskId}`,
          `http://10.0.0.1/${task.taskId}`,
        ]),
      })
      .end(request.path === `/v1/${task.taskId}` ? allOf(task) : undefined),
  nothing: (_, task) => (__, response) =>
    void response.writeHead(200, { 'x-fetch-fails-with': encodeURIComponent(allOf(task)) }).end(),
}
