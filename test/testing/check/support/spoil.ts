export type Handler = (request: Request) => Promise<Response>
export type UpstreamFetch = (url: string, init: RequestInit) => Promise<Response>

/** A way to break a good proxy: around its handler, or around the `fetch` it asks the API with. */
export interface Spoil {
  handler?: (proxy: Handler, upstream: UpstreamFetch) => Handler
  upstream?: (fetch: UpstreamFetch) => UpstreamFetch
}

export const headersOf = (response: Response, change: (headers: Headers) => void) => {
  const headers = new Headers(response.headers)
  change(headers)
  return new Response(response.body, { status: response.status, headers })
}

/** Changes what the proxy answers. */
export const answering = (
  change: (response: Response, request: Request) => Response | Promise<Response>,
): Spoil => ({
  handler: (proxy) => async (request) => change(await proxy(request), request),
})

/** Changes what the proxy is asked. */
export const asked = (change: (headers: Headers) => void): Spoil => ({
  handler: (proxy) => (request) => {
    const headers = new Headers(request.headers)
    change(headers)
    return proxy(new Request(request, { headers }))
  },
})

export const json = (status: number, code: string) =>
  Response.json(
    { error: { message: 'No', type: 'server_error', param: null, code } },
    { status, headers: { 'x-content-type-options': 'nosniff' } },
  )

/** Whether an answer is an error of the proxy's own with this code. */
export const isCode = async (response: Response, code: string) =>
  response.status === 502 && (await response.clone().text()).includes(`"${code}"`)

export const withText = async (response: Response, change: (text: string) => string) => {
  if (!response.headers.get('content-type')?.includes('json')) return response
  const text = await response.text()
  const headers = new Headers(response.headers)
  headers.delete('content-length')
  return new Response(response.body === null ? null : change(text), { status: response.status, headers })
}

/** Shows the API's own words where an error holds certain ones. */
export function repeating(isTold: (text: string) => boolean): Spoil {
  let told: string | undefined
  return {
    handler: (proxy) => async (request) => {
      const response = await proxy(request)
      return response.status < 400 ? response : withText(response, (text) => told ?? text)
    },
    upstream: (fetch) => async (url, init) => {
      const response = await fetch(url, init)
      const text = response.status < 400 ? '' : await response.clone().text()
      told = isTold(text) ? text : undefined
      return response
    },
  }
}
