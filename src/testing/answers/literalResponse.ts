import type { EmulatedAnswer } from './EmulatedAnswer.js'

/** Statuses whose answers have no body. */
const BODILESS = [204, 205, 304]

/** The answer a fixture spells out. */
export function literalResponse(
  { status = 200, body }: EmulatedAnswer,
  fill: (text: string) => string,
): Response {
  if (body === undefined || BODILESS.includes(status)) return new Response(null, { status })
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const type = text.startsWith('<') ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8'
  const headers: HeadersInit = text === '' ? {} : { 'content-type': type }
  return new Response(new TextEncoder().encode(fill(text)), { status, headers })
}
