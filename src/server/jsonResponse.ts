/** A JSON answer that no cache keeps and no browser takes for anything but JSON. */
export function jsonResponse(text: string, status: number, headers?: Headers): Response {
  const bytes = new TextEncoder().encode(text)
  const all = new Headers(headers)
  all.set('content-type', 'application/json')
  all.set('content-length', String(bytes.byteLength))
  all.set('cache-control', 'no-store')
  all.set('x-content-type-options', 'nosniff')
  return new Response(bytes, { status, headers: all })
}
