/** Headers of a JSON answer that no cache keeps and no browser takes for anything but JSON. */
export const jsonHeaders = (byteLength: number) => ({
  'content-type': 'application/json',
  'content-length': String(byteLength),
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
})

/** Such an answer. */
export function jsonResponse(text: string, status: number, headers?: Headers): Response {
  const bytes = new TextEncoder().encode(text)
  const all = new Headers(headers)
  for (const [name, value] of Object.entries(jsonHeaders(bytes.byteLength))) all.set(name, value)
  return new Response(bytes, { status, headers: all })
}
