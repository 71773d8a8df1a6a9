import type { RawRequest } from './exchange.js'

/** A part of a form as it is written; nothing is escaped. */
export interface Part {
  name: string
  value: string | Uint8Array
  /** Makes the part a file. */
  fileName?: string
  /** Further lines of its head. */
  lines?: readonly string[]
}

/** Writes a form. */
export function writeForm(parts: readonly Part[], boundary = 'b'): Buffer {
  const pieces = parts.flatMap(({ name, value, fileName, lines = [] }) => {
    const file = fileName === undefined ? '' : `; filename="${fileName}"`
    const head = [`Content-Disposition: form-data; name="${name}"${file}`, ...lines].join('\r\n')
    return [Buffer.from(`--${boundary}\r\n${head}\r\n\r\n`), Buffer.from(value), Buffer.from('\r\n')]
  })
  return Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)])
}

/** The parts of a form of text fields. */
export const partsOf = (fields: Readonly<Record<string, string>>): Part[] =>
  Object.entries(fields).map(([name, value]) => ({ name, value }))

/** A create as a form. */
export function formRequest(
  parts: readonly Part[],
  headers: Readonly<Record<string, string>> = {},
): RawRequest {
  const type = { 'content-type': 'multipart/form-data; boundary=b' }
  return { method: 'POST', path: '/api/v1/videos', headers: { ...type, ...headers }, body: writeForm(parts) }
}

/** A create as JSON. */
export function jsonRequest(body: unknown, headers: Readonly<Record<string, string>> = {}): RawRequest {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const type = { 'content-type': 'application/json' }
  return { method: 'POST', path: '/api/v1/videos', headers: { ...type, ...headers }, body: text }
}

/** A field of a form that was received. */
export interface ReceivedField {
  name: string
  fileName: string | undefined
  value: Buffer
  head: string
}

/** Reads a form by its bytes, `undefined` where it is not one. Shares nothing with the parser of the proxy. */
export function readForm(body: Buffer, contentType: string): ReceivedField[] | undefined {
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1]
  if (boundary === undefined) return undefined
  const parts = splitAt(body, Buffer.from(`--${boundary}`)).slice(1)
  if (parts.pop()?.subarray(0, 2).toString() !== '--') return undefined
  return parts.map((part) => {
    const end = part.indexOf('\r\n\r\n')
    const head = part.toString('utf8', 2, end)
    return {
      name: /[; ]name="([^"]*)"/.exec(head)?.[1] ?? '',
      fileName: /[; ]filename="([^"]*)"/.exec(head)?.[1],
      value: part.subarray(end + 4, -2),
      head,
    }
  })
}

function splitAt(bytes: Buffer, delimiter: Buffer): Buffer[] {
  const pieces: Buffer[] = []
  let from = 0
  for (let at = bytes.indexOf(delimiter); at >= 0; at = bytes.indexOf(delimiter, from)) {
    pieces.push(bytes.subarray(from, at))
    from = at + delimiter.byteLength
  }
  return [...pieces, bytes.subarray(from)]
}
