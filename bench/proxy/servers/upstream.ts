import type { ServerResponse } from 'node:http'
import { serve } from './serve.js'

const PIECE = Buffer.alloc(64 * 1024, 0x5a)
/** The start of an MP4, so that it is not taken for text. */
const START = Buffer.concat([Buffer.from('\0\0\0\x20ftypisom'), PIECE]).subarray(0, PIECE.length)

const TASK = {
  object: 'video',
  model: 'wan2.6',
  status: 'in_progress',
  progress: 45,
  created_at: 1_773_297_002,
  prompt: 'A fox in the snow',
}

function sendBytes(response: ServerResponse, from: number, to: number) {
  let at = from
  const send = () => {
    while (at <= to && !response.destroyed) {
      const piece = at === 0 ? START : PIECE
      const part = piece.subarray(0, Math.min(piece.length, to - at + 1))
      at += part.length
      if (!response.write(part)) return void response.once('drain', send)
    }
    response.end()
  }
  send()
}

/** Serves a task at `/v1/videos/{id}`, and a video of so many bytes, with ranges, at `/v1/videos/{size}/content`. */
serve((request, response) => {
  const [, , , id = '', content] = (request.url ?? '').split('/')
  if (content === undefined) {
    const body = JSON.stringify({ id, ...TASK })
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
    return response.end(body)
  }
  const size = Number(id)
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '')
  const from = Number(range?.[1] ?? 0)
  const to = range?.[2] ? Number(range[2]) : size - 1
  response.writeHead(range ? 206 : 200, {
    'content-type': 'video/mp4',
    'content-length': to - from + 1,
    'accept-ranges': 'bytes',
    ...(range ? { 'content-range': `bytes ${from}-${to}/${size}` } : {}),
  })
  return sendBytes(response, from, to)
})
