/** An API with one completed task whose bytes the test sends. */
export interface FinishedVideo {
  answer: (request: Request) => Response
  /** Content requests, in order, without those by which the page checks that there is a video. */
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
  let isChecked = false
  const allow = { 'access-control-allow-origin': '*' }
  const task = { id: 'a', object: 'video', status: 'completed', progress: 100, prompt: 'A fox: in the snow' }
  return {
    requests,
    send: (length) => source?.enqueue(new Uint8Array(length).fill(7)),
    end: () => source?.close(),
    isCancelled: () => isCancelled,
    answer: (request) => {
      if (!request.url.endsWith('/content')) return Response.json(task, { headers: cors ? allow : {} })
      const own = { 'content-type': 'video/mp4', ...headers, ...(cors === 'all' ? allow : {}) }
      // A task without a URL is completed once its content route has answered with a video. Without CORS the page asks twice.
      const isSecondCheck =
        request.headers.get('sec-fetch-mode') === 'no-cors' &&
        request.headers.get('sec-fetch-dest') === 'empty'
      if (!isChecked || isSecondCheck) {
        isChecked = true
        const checked = new Headers(own)
        checked.delete('content-length')
        return new Response(new Uint8Array(64).fill(7), { headers: checked })
      }
      requests.push(request)
      isCancelled = false
      const stream = new ReadableStream<Uint8Array>({
        start: (controller) => void (source = controller),
        cancel: () => void (isCancelled = true),
      })
      return new Response(stream, { headers: own })
    },
  }
}
