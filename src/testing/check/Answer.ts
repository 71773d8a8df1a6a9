/** An answer that was read to its end. */
export interface Answer {
  /** What was asked, for the evidence. */
  readonly asked: string
  readonly status: number
  readonly headers: Headers
  readonly bytes: Uint8Array
  /** The body as text; of a video only what could be one. */
  readonly text: string
  /** The body as JSON; `undefined` where it is none. */
  readonly json: unknown
}

const TEXT = /json|text|html|xml|^$/

/** Reads an answer to its end. */
export async function readAnswer(asked: string, response: Response): Promise<Answer> {
  const { status, headers } = response
  const bytes = new Uint8Array(await response.arrayBuffer())
  const isText = TEXT.test(headers.get('content-type') ?? '') || bytes.length < 10_000
  const text = isText ? new TextDecoder().decode(bytes) : ''
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    json = undefined
  }
  return { asked, status, headers, bytes, text, json }
}

/** What an answer was, in a few words. */
export function describe({ asked, status, headers, text }: Answer): string {
  const type = headers.get('content-type')?.split(';')[0] ?? 'no content type'
  const start = text.trim().slice(0, 60).replaceAll(/\s+/g, ' ')
  return `${asked} answered ${status} (${type})${start && !type.startsWith('video/') ? `: ${start}` : ''}`
}
