/** A stream that fails once more than `maxBytes` came through it. */
export interface LimitedBody {
  stream: ReadableStream<Uint8Array<ArrayBuffer>>
  /** Whether the limit was what ended it: `fetch` wraps the error it sees, so its identity cannot be asked. */
  isExceeded: () => boolean
}

/** Counts bytes on their way, for bodies that do not say or do not keep to their length. */
export function limitBody(body: ReadableStream<Uint8Array<ArrayBuffer>>, maxBytes: number): LimitedBody {
  let seen = 0
  const counter = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      seen += chunk.byteLength
      if (seen > maxBytes) controller.error(new RangeError(`More than ${maxBytes} bytes`))
      else controller.enqueue(chunk)
    },
  })
  return { stream: body.pipeThrough(counter), isExceeded: () => seen > maxBytes }
}
