import { serve } from '../../support/serve.js'

/** A task at the API. */
export interface ApiTask {
  id: string
  object: 'video'
  model: string
  status: string
  progress: number
  created_at: number
  remixed_from_video_id?: string | null
}

/** A request as the API got it. */
export interface ApiCall {
  method: string
  path: string
  headers: Headers
  body: string
}

type Answer = Response | undefined | Promise<Response | undefined>

/**
 * Serves an API with the documented routes, remix, list and delete, over real HTTP. As OpenAI's does, it deletes only tasks
 * that have ended.
 *
 * @param override answers a call in its place
 */
export async function startVideoApi(override: (call: ApiCall) => Answer = () => undefined) {
  const tasks = new Map<string, ApiTask>()
  const calls: ApiCall[] = []

  function add(fields: Partial<ApiTask> = {}): ApiTask {
    const task: ApiTask = {
      id: `video_${tasks.size + 1}`,
      object: 'video',
      model: 'sora-2',
      status: 'queued',
      progress: 0,
      created_at: 1_760_000_000 + tasks.size,
      ...fields,
    }
    tasks.set(task.id, task)
    return task
  }

  function list(search: URLSearchParams): Response {
    const all = [...tasks.values()].sort((a, b) => b.created_at - a.created_at)
    if (search.get('order') === 'asc') all.reverse()
    const start = all.findIndex(({ id }) => id === search.get('after')) + 1
    const data = all.slice(start, start + Number(search.get('limit') ?? 20))
    return Response.json({
      object: 'list',
      data,
      first_id: data[0]?.id ?? null,
      last_id: data.at(-1)?.id ?? null,
      has_more: start + data.length < all.length,
    })
  }

  function answer({ method, path }: ApiCall, url: URL): Response {
    const [, id = '', end] = /^\/v1\/videos(?:\/([^/]+)(?:\/(\w+))?)?$/.exec(path) ?? []
    if (id === '') return method === 'GET' ? list(url.searchParams) : Response.json(add())
    const task = tasks.get(decodeURIComponent(id))
    if (!task) return failure(404, 'task_not_exist')
    if (end === 'remix') return Response.json(add({ remixed_from_video_id: task.id }))
    if (method !== 'DELETE') return Response.json(task)
    if (task.status !== 'completed' && task.status !== 'failed') return failure(400, 'video_not_deletable')
    tasks.delete(task.id)
    return Response.json({ id: task.id, object: 'video.deleted', deleted: true })
  }

  const origin = await serve(async (request) => {
    const url = new URL(request.url)
    const { method, headers } = request
    const call = { method, path: url.pathname, headers, body: await request.text() }
    calls.push(call)
    return (await override(call)) ?? answer(call, url)
  })
  return { baseURL: `${origin}/v1`, tasks, calls, add }
}

function failure(status: number, code: string): Response {
  const error = { message: `Refused: ${code}`, type: 'invalid_request_error', param: null, code }
  return Response.json({ error }, { status })
}
