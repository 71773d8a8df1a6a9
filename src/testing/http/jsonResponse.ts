/** A JSON answer with the type the vendor sends. */
export function jsonResponse(
  body: unknown,
  init: { status?: number; headers?: Record<string, string> } = {},
) {
  const headers = { 'content-type': 'application/json; charset=utf-8', ...init.headers }
  return new Response(JSON.stringify(body), { status: init.status ?? 200, headers })
}
