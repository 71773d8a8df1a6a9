import type { VideoProxyParams } from './VideoProxyCall.js'

/** A create that was read: what it asks for, and the body that asks the API for exactly that. */
export interface CreateUpload {
  params: VideoProxyParams
  contentType: string
  byteLength: number
  stream: () => ReadableStream<Uint8Array<ArrayBuffer>>
}

/** A body of known pieces. Each is let go of once it is sent, so it can be read once. */
export function streamOf(pieces: Uint8Array<ArrayBuffer>[]): CreateUpload['stream'] {
  return () =>
    new ReadableStream(
      {
        pull(controller) {
          const piece = pieces.shift()
          if (piece === undefined) controller.close()
          else if (piece.byteLength > 0) controller.enqueue(piece)
        },
      },
      { highWaterMark: 0 },
    )
}
