import { connect, type Socket } from 'node:net'
import { type Answer, readAnswer } from './readAnswer.js'

/** A request as it is written to the socket: no client corrects it. */
export interface RawRequest {
  /** @default 'GET' */
  method?: string
  /** The request target, as it is. */
  path: string
  /** `host` and, where there is a body, `content-length` are added where they are missing. */
  headers?: Readonly<Record<string, string>>
  body?: Uint8Array | string
  /** Sends the body in pieces of this many bytes, each in a packet of its own as far as the network allows. */
  pieceSize?: number
}

/** What came of a request. */
export interface Exchange {
  /** The answer, `undefined` where none came. */
  answer: Answer | undefined
  /** All bytes that came, as latin1 text. */
  received: string
  isTimeout: boolean
}

/** The head of a request, as it is written. */
export function writeHead({ method = 'GET', path, headers = {}, body }: RawRequest): Buffer {
  const all: Record<string, string> = { host: 'app.test', ...headers }
  const isFramed = 'content-length' in all || 'transfer-encoding' in all
  if (body !== undefined && !isFramed) all['content-length'] = String(Buffer.byteLength(body))
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`, 'latin1')
}

/** Opens a connection to an origin. */
export function openSocket(origin: string): Socket {
  const { hostname, port } = new URL(origin)
  const socket = connect({ host: hostname, port: Number(port), noDelay: true })
  // What a reset connection means is judged by what came before it.
  socket.on('error', () => undefined)
  return socket
}

/** Sends one request over a connection of its own and reads the answer to its end, at most for `timeout` ms. */
export async function exchange(origin: string, request: RawRequest, timeout = 5_000): Promise<Exchange> {
  const socket = openSocket(origin)
  const chunks: Buffer[] = []
  let isClosed = false
  let isTimeout = false
  const read = () => readAnswer(Buffer.concat(chunks), request.method === 'HEAD', isClosed)
  const done = new Promise<void>((resolve) => {
    const timer = setTimeout(() => {
      isTimeout = true
      resolve()
    }, timeout)
    const end = () => {
      clearTimeout(timer)
      resolve()
    }
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      if (read()?.isComplete) end()
    })
    socket.once('close', () => {
      isClosed = true
      end()
    })
  })
  const sent = sendBody(socket, request)
  await done
  socket.destroy()
  await sent
  return { answer: read(), received: Buffer.concat(chunks).toString('latin1'), isTimeout }
}

async function sendBody(socket: Socket, request: RawRequest): Promise<void> {
  const { body = '', pieceSize } = request
  const bytes = Buffer.from(body)
  const head = writeHead(request)
  if (pieceSize === undefined) return void socket.write(Buffer.concat([head, bytes]))
  await write(socket, head)
  for (let at = 0; at < bytes.byteLength && !socket.destroyed; at += pieceSize) {
    await write(socket, bytes.subarray(at, at + pieceSize))
  }
}

/** Writes bytes and waits until they left, or the connection ended. */
export function write(socket: Socket, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    if (socket.destroyed) return resolve()
    const end = () => resolve()
    socket.once('close', end)
    socket.write(bytes, () => {
      socket.off('close', end)
      resolve()
    })
  })
}
