/** An answer as it came over the wire. */
export interface Answer {
  status: number
  /** Names in lower case. */
  headers: (readonly [name: string, value: string])[]
  body: Buffer
  /** Whether the whole body came, as its length or its last chunk says. */
  isComplete: boolean
}

/** The first value of a header. */
export const headerOf = ({ headers }: Answer, name: string): string | undefined =>
  headers.find(([known]) => known === name)?.[1]

/** The body as text. */
export const textOf = ({ body }: Answer): string => body.toString('utf8')

/** The body as JSON; `undefined` where it is none. */
export function jsonOf(answer: Answer): unknown {
  try {
    return JSON.parse(textOf(answer))
  } catch {
    return undefined
  }
}

/** `error.code` of a refusal in the API's envelope. */
export function codeOf(answer: Answer): string | undefined {
  const error = fieldOf(jsonOf(answer), 'error')
  const code = fieldOf(error, 'code')
  return typeof code === 'string' ? code : undefined
}

/** A field of a value that may be an object. */
export const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null
    ? Object.getOwnPropertyDescriptor(value, name)?.value
    : undefined

const END_OF_HEAD = '\r\n\r\n'

/**
 * Reads a final answer from the bytes of a connection, `undefined` while its head is not complete. Written here because
 * HTTP clients hide what a hostile test has to see.
 */
export function readAnswer(received: Buffer, isHead: boolean, isClosed: boolean): Answer | undefined {
  const end = received.indexOf(END_OF_HEAD)
  if (end < 0) return undefined
  const [statusLine = '', ...lines] = received.toString('latin1', 0, end).split('\r\n')
  const status = Number(statusLine.split(' ')[1])
  const rest = received.subarray(end + END_OF_HEAD.length)
  if (status >= 100 && status < 200) return readAnswer(rest, isHead, isClosed)
  const headers = lines.map((line): readonly [string, string] => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
  })
  const header = (name: string) => headers.find(([known]) => known === name)?.[1]
  if (isHead || status === 204 || status === 304)
    return { status, headers, body: Buffer.alloc(0), isComplete: true }
  if (/chunked/i.test(header('transfer-encoding') ?? '')) return { status, headers, ...readChunks(rest) }
  const length = header('content-length')
  if (length === undefined) return { status, headers, body: rest, isComplete: isClosed }
  return {
    status,
    headers,
    body: rest.subarray(0, Number(length)),
    isComplete: rest.byteLength >= Number(length),
  }
}

function readChunks(rest: Buffer): Pick<Answer, 'body' | 'isComplete'> {
  const chunks: Buffer[] = []
  let at = 0
  for (;;) {
    const lineEnd = rest.indexOf('\r\n', at)
    const size = lineEnd < 0 ? NaN : parseInt(rest.toString('latin1', at, lineEnd), 16)
    const isComplete = size === 0
    if (isComplete || Number.isNaN(size)) return { body: Buffer.concat(chunks), isComplete }
    const chunk = rest.subarray(lineEnd + 2, lineEnd + 2 + size)
    chunks.push(chunk)
    if (chunk.byteLength < size) return { body: Buffer.concat(chunks), isComplete: false }
    at = lineEnd + 2 + size + 2
  }
}
