/** An API with one finished task, whose bytes are sent when the test says so. */
export interface FinishedVideo {
  answer: (request: Request) => Response
  /** Content requests, in their order. */
  asked: Request[]
  /** Sends so many bytes of the latest one. */
  send: (length: number) => void
  end: () => void
  /** Whether whoever asked has gone away. */
  isGone: () => boolean
}

interface FinishedVideoOptions {
  /** Headers of the content. */
  headers?: Record<string, string>
  /** Lets pages of other origins ask for the task, or for its bytes as well. */
  cors?: 'task' | 'all'
}

/** Makes that API. */
export function finishedVideo({ headers = {}, cors }: FinishedVideoOptions = {}): FinishedVideo {
  const asked: Request[] = []
  let source: ReadableStreamDefaultController<Uint8Array> | undefined
  let isGone = false
  const allow = { 'access-control-allow-origin': '*' }
  const task = { id: 'a', object: 'video', status: 'completed', progress: 100, prompt: 'A fox: in the snow' }
  return {
    asked,
    send: (length) => source?.enqueue(new Uint8Array(length).fill(7)),
    end: () => source?.close(),
    isGone: () => isGone,
    answer: (request) => {
      if (!request.url.endsWith('/content')) return Response.json(task, { headers: cors ? allow : {} })
      asked.push(request)
      isGone = false
      const stream = new ReadableStream<Uint8Array>({
        start: (controller) => void (source = controller),
        cancel: () => void (isGone = true),
      })
      const own = { 'content-type': 'video/mp4', ...headers, ...(cors === 'all' ? allow : {}) }
      return new Response(stream, { headers: own })
    },
  }
}
