import { connect, type Socket } from 'node:net'

const END_OF_HEAD = Buffer.from('\r\n\r\n')

/**
 * One HTTP/1.1 connection that asks one thing after another and throws the bodies away. It does as little as it can, so
 * that on a machine of few cores it is the proxies that are measured.
 */
export class RawClient {
  readonly socket: Socket
  #head: Buffer | undefined = Buffer.alloc(0)
  #left = 0
  #isChunked = false
  #tail = ''
  #settle: { resolve: (status: number) => void; reject: (error: Error) => void } | undefined
  #status = 0

  constructor(origin: string) {
    const { hostname, port } = new URL(origin)
    this.socket = connect({ host: hostname, port: Number(port), noDelay: true })
    this.socket.on('data', (chunk) => this.#read(chunk))
    this.socket.on('close', () => this.#settle?.reject(new Error('The connection ended in mid-answer.')))
    this.socket.on('error', (error) => this.#settle?.reject(error))
  }

  /** Resolves with the status once the whole answer is there. */
  get(path: string, headers: Record<string, string> = {}): Promise<number> {
    const lines = Object.entries({ host: 'bench.test', ...headers }).map(
      ([name, value]) => `${name}: ${value}\r\n`,
    )
    this.#head = Buffer.alloc(0)
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject }
      this.socket.write(`GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`)
    })
  }

  close(): void {
    this.#settle = undefined
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
    this.#left = Number(length ?? 0)
    this.#tail = ''
    return this.#count(all.subarray(end + END_OF_HEAD.length))
  }

  #count(chunk: Buffer): void {
    if (this.#isChunked) {
      // Enough to see the end of it, as no body here holds this text.
      this.#tail = (this.#tail + chunk.subarray(-5).toString('latin1')).slice(-5)
      if (this.#tail === '0\r\n\r\n') this.#end()
      return
    }
    this.#left -= chunk.length
    if (this.#left <= 0) this.#end()
  }

  #end(): void {
    const settle = this.#settle
    this.#settle = undefined
    settle?.resolve(this.#status)
  }
}
