type Bytes = Uint8Array<ArrayBuffer>

/** A body whose start is known. */
export interface PeekedBody {
  /** Its first bytes: at least `length`, unless it is shorter. */
  start: Bytes
  /** All of it, start included. Read as its reader reads, and cancelled when its reader cancels. */
  stream: ReadableStream<Bytes>
}

function concat(chunks: readonly Bytes[]): Bytes {
  const all = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0))
  let offset = 0
  for (const chunk of chunks) {
    all.set(chunk, offset)
    offset += chunk.byteLength
  }
  return all
}

/**
 * Looks at the first bytes of a body before anyone is answered, and gives the body back whole.
 *
 * The body is given back as a stream of our own even where nothing was looked at: Node cancels the body of a fetched
 * response when that response is garbage collected and nobody reads it yet, which middleware that waits is enough for.
 */
export async function peekBody(body: ReadableStream<Bytes>, length: number): Promise<PeekedBody> {
  const reader = body.getReader()
  let start: Bytes = new Uint8Array(0)
  let isDone = false
  while (!isDone && start.byteLength < length) {
    const { done, value } = await reader.read()
    isDone = done
    if (value) start = concat([start, value])
  }
  let rest = start
  const stream = new ReadableStream<Bytes>(
    {
      async pull(controller) {
        if (rest.byteLength > 0) {
          controller.enqueue(rest)
          rest = new Uint8Array(0)
          return
        }
        const { done, value } = isDone ? { done: true, value: undefined } : await reader.read()
        if (done || !value) controller.close()
        else controller.enqueue(value)
      },
      cancel: (reason) => reader.cancel(reason),
    },
    // Nothing is read ahead: a slow viewer slows the API's side down.
    { highWaterMark: 0 },
  )
  return { start, stream }
}
