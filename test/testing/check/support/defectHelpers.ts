export type Handler = (request: Request) => Promise<Response>
export type UpstreamFetch = (url: string, init: RequestInit) => Promise<Response>

/** A defect added to a correct proxy: around its handler, or around the `fetch` of its upstream requests. */
export interface Defect {
  handler?: (proxy: Handler, upstream: UpstreamFetch) => Handler
  upstream?: (fetch: UpstreamFetch) => UpstreamFetch
}

/** Changes the responses of the proxy. */
export const changeResponse = (
  change: (response: Response, request: Request) => Response | Promise<Response>,
): Defect => ({
  handler: (proxy) => async (request) => change(await proxy(request), request),
})

/** Changes the headers of the requests to the proxy. */
export const changeRequestHeaders = (change: (headers: Headers) => void): Defect => ({
  handler: (proxy) => (request) => {
    const headers = new Headers(request.headers)
    change(headers)
    return proxy(new Request(request, { headers }))
  },
})

export const withHeaders = (response: Response, change: (headers: Headers) => void) => {
  const headers = new Headers(response.headers)
  change(headers)
  return new Response(response.body, { status: response.status, headers })
}

export const withJsonText = async (response: Response, change: (text: string) => string) => {
  if (!response.headers.get('content-type')?.includes('json')) return response
  const text = await response.text()
  const headers = new Headers(response.headers)
  headers.delete('content-length')
  return new Response(response.body === null ? null : change(text), { status: response.status, headers })
}

export const errorResponse = (status: number, code: string) =>
  Response.json(
    { error: { message: 'No', type: 'server_error', param: null, code } },
    { status, headers: { 'x-content-type-options': 'nosniff' } },
  )

/** Whether a response is the proxy's own 502 with this code. */
export const isProxyError = async (response: Response, code: string) =>
  response.status === 502 && (await response.clone().text()).includes(`"${code}"`)

/** Forwards upstream error bodies that match, instead of the proxy's own error. */
export function forwardErrors(matches: (text: string) => boolean): Defect {
  let forwarded: string | undefined
  return {
    handler: (proxy) => async (request) => {
      const response = await proxy(request)
      return response.status < 400 ? response : withJsonText(response, (text) => forwarded ?? text)
    },
    upstream: (fetch) => async (url, init) => {
      const response = await fetch(url, init)
      const text = response.status < 400 ? '' : await response.clone().text()
      forwarded = matches(text) ? text : undefined
      return response
    },
  }
}
