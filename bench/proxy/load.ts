import { connect, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

/** Requests that are sent repeatedly, by several clients at once. */
export interface Load {
  name: string
  clients: number
  /** The number of requests before the measured ones, until the code is compiled. */
  warmUp: number
  /** The path of a request; `index` makes it unique. */
  path: (index: number) => string
  headers?: Record<string, string>
  /** Bytes of one answer's body, for a rate in megabytes; none for a rate in requests. */
  bytes?: number
}

interface Rate {
  requests: number
  perSecond: number
}

let index = 0

/** Sends requests for so many ms, or until so many are answered, and waits for the answers to all of them. */
export async function measureRate(
  origin: string,
  { clients, path, headers }: Load,
  span: { ms: number; requests?: undefined } | { requests: number; ms?: undefined },
): Promise<Rate> {
  const start = performance.now()
  let requests = 0
  const run = async () => {
    const client = new RawClient(origin)
    while (span.ms === undefined ? requests < span.requests : performance.now() - start < span.ms) {
      const status = await client.get(path(index++), headers)
      if (status !== 200 && status !== 206) throw new Error(`${origin} answered ${status}`)
      requests++
    }
    client.close()
  }
  await Promise.all(Array.from({ length: clients }, run))
  return { requests, perSecond: requests / ((performance.now() - start) / 1000) }
}

/** Reads a 200 MB video for 2 s at 3 MB/s, the rate of a fast home connection. */
export async function readSlowly(origin: string): Promise<void> {
  const { hostname, port } = new URL(origin)
  const socket = connect({ host: hostname, port: Number(port) })
  socket.on('readable', () => undefined)
  socket.on('error', () => undefined)
  socket.write('GET /v1/videos/200000000/content HTTP/1.1\r\nhost: bench.test\r\n\r\n')
  const until = performance.now() + 2_000
  while (performance.now() < until) {
    await wait(20)
    socket.read(64 * 1024)
  }
  socket.destroy()
}

const END_OF_HEAD = Buffer.from('\r\n\r\n')
const LAST_CHUNK = '0\r\n\r\n'

/**
 * One HTTP/1.1 connection that sends one request after another and discards the bodies. It uses as little CPU time as
 * possible, which the proxies need on a machine with few cores.
 */
class RawClient {
  readonly socket: Socket
  #head: Buffer | undefined = Buffer.alloc(0)
  #remaining = 0
  #isChunked = false
  #tail = ''
  #pending: { resolve: (status: number) => void; reject: (error: Error) => void } | undefined
  #status = 0

  constructor(origin: string) {
    const { hostname, port } = new URL(origin)
    this.socket = connect({ host: hostname, port: Number(port), noDelay: true })
    this.socket.on('data', (chunk) => this.#read(chunk))
    this.socket.on('close', () => this.#pending?.reject(new Error('The connection closed during an answer.')))
    this.socket.on('error', (error) => this.#pending?.reject(error))
  }

  /** Resolves with the status once the whole answer has arrived. */
  get(path: string, headers: Record<string, string> = {}): Promise<number> {
    const lines = Object.entries({ host: 'bench.test', ...headers }).map(
      ([name, value]) => `${name}: ${value}\r\n`,
    )
    this.#head = Buffer.alloc(0)
    return new Promise((resolve, reject) => {
      this.#pending = { resolve, reject }
      this.socket.write(`GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`)
    })
  }

  close(): void {
    this.#pending = undefined
    this.socket.destroy()
  }

  #read(chunk: Buffer): void {
    if (this.#head === undefined) return this.#count(chunk)
    const all = this.#head.length === 0 ? chunk : Buffer.concat([this.#head, chunk])
    const end = all.indexOf(END_OF_HEAD)
    if (end < 0) return void (this.#head = all)
    const head = all.toString('latin1', 0, end)
    this.#head = undefined
    this.#status = Number(head.slice(9, 12))
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
    this.#isChunked = length === undefined
    this.#remaining = Number(length ?? 0)
    this.#tail = ''
    return this.#count(all.subarray(end + END_OF_HEAD.length))
  }

  #count(chunk: Buffer): void {
    if (this.#isChunked) {
      // The last bytes show the end of the body: no body of the bench contains them.
      this.#tail = (this.#tail + chunk.subarray(-LAST_CHUNK.length).toString('latin1')).slice(
        -LAST_CHUNK.length,
      )
      if (this.#tail === LAST_CHUNK) this.#finish()
      return
    }
    this.#remaining -= chunk.length
    if (this.#remaining <= 0) this.#finish()
  }

  #finish(): void {
    const pending = this.#pending
    this.#pending = undefined
    pending?.resolve(this.#status)
  }
}
