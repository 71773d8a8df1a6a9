/** An API with one completed task whose bytes the test sends. */
export interface FinishedVideo {
  answer: (request: Request) => Response
  /** Content requests, in order. */
  requests: Request[]
  /** Sends this many bytes to the latest request. */
  send: (length: number) => void
  end: () => void
  /** Whether the client has cancelled the latest request. */
  isCancelled: () => boolean
}

interface FinishedVideoOptions {
  /** Headers of the content response. */
  headers?: Record<string, string>
  /** Allows other origins to read the task, or the task and its content. */
  cors?: 'task' | 'all'
}

/** Creates an API with one completed task. */
export function finishedVideo({ headers = {}, cors }: FinishedVideoOptions = {}): FinishedVideo {
  const requests: Request[] = []
  let source: ReadableStreamDefaultController<Uint8Array> | undefined
  let isCancelled = false
  const allow = { 'access-control-allow-origin': '*' }
  const task = { id: 'a', object: 'video', status: 'completed', progress: 100, prompt: 'A fox: in the snow' }
  return {
    requests,
    send: (length) => source?.enqueue(new Uint8Array(length).fill(7)),
    end: () => source?.close(),
    isCancelled: () => isCancelled,
    answer: (request) => {
      if (!request.url.endsWith('/content')) return Response.json(task, { headers: cors ? allow : {} })
      requests.push(request)
      isCancelled = false
      const stream = new ReadableStream<Uint8Array>({
        start: (controller) => void (source = controller),
        cancel: () => void (isCancelled = true),
      })
      const own = { 'content-type': 'video/mp4', ...headers, ...(cors === 'all' ? allow : {}) }
      return new Response(stream, { headers: own })
    },
  }
}
