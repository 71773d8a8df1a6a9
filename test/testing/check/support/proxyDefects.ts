import type { ProxyRequirement } from 'react-video-task/testing'
import {
  changeRequestHeaders,
  changeResponse,
  type Defect,
  errorResponse,
  forwardErrors,
  isProxyError,
  withHeaders,
  withJsonText,
} from './defectHelpers.js'

/** For each requirement a defect of real proxies that violates this requirement and no other. */
export function proxyDefects(key: string): Partial<Record<ProxyRequirement, Defect>> {
  let seen: Headers | undefined
  return {
    routes: {
      handler: (proxy) => async (request) =>
        request.url.endsWith('/models') ? Response.json({ data: [] }) : proxy(request),
    },
    'path-traversal': {
      handler: (proxy, upstream) => async (request) => {
        const path = new URL(request.url).pathname.replace('/api/v1', '')
        if (!/%2f\.\.%2f/i.test(path)) return proxy(request)
        const headers = { authorization: `Bearer ${key}` }
        const response = await upstream(`https://upstream.test/v1${decodeURIComponent(path)}`, { headers })
        return withHeaders(response, (to) => to.set('x-content-type-options', 'nosniff'))
      },
    },
    authentication: changeRequestHeaders(
      (headers) => headers.get('cookie') ?? headers.set('cookie', 'user=a'),
    ),
    'cross-site': changeRequestHeaders((headers) => {
      headers.delete('origin')
      headers.delete('sec-fetch-site')
    }),
    'request-headers': {
      handler: (proxy) => (request) => {
        seen = request.headers
        return proxy(request)
      },
      upstream: (fetch) => (url, init) => {
        const headers = new Headers(init.headers)
        headers.set('x-forwarded-for', seen?.get('x-forwarded-for') ?? 'unknown')
        return fetch(url, { ...init, headers })
      },
    },
    'response-headers': {
      handler: (proxy) => async (request) =>
        withHeaders(
          await proxy(request),
          (to) => seen?.get('server') && to.set('server', seen.get('server') ?? ''),
        ),
      upstream: (fetch) => async (url, init) => {
        const response = await fetch(url, init)
        seen = response.headers
        return response
      },
    },
    'error-messages': forwardErrors((text) => /channel/i.test(text)),
    'request-id': changeResponse(async (response) =>
      withHeaders(
        await withJsonText(response, (text) => text.replaceAll(/ \(request id: \w+\)/g, '')),
        (headers) => headers.delete('x-request-id'),
      ),
    ),
    'json-errors': changeResponse((response) => {
      if (response.status < 500) return response
      const headers = new Headers(response.headers)
      headers.set('content-type', 'text/plain')
      headers.delete('content-length')
      return new Response('Bad Gateway', { status: response.status, headers })
    }),
    ranges: {
      upstream: (fetch) => async (url, init) => {
        const response = await fetch(url, init)
        const range = response.status === 206 ? response.headers.get('content-range') : null
        return range === null ? response : withHeaders(response, (to) => to.set('content-range', `${range}0`))
      },
    },
    'range-fallback': {
      handler: (proxy) => async (request) => {
        const response = await proxy(request)
        if (response.status !== 206 || seen?.get('accept-ranges') === 'bytes') return response
        const headers = new Headers(request.headers)
        headers.delete('range')
        return proxy(new Request(request, { headers }))
      },
      upstream: (fetch) => async (url, init) => {
        const response = await fetch(url, init)
        seen = response.headers
        return response
      },
    },
    'unsatisfiable-range': changeResponse((response) =>
      response.status === 416 ? errorResponse(400, 'bad_range') : response,
    ),
    head: changeResponse((response, { method }) =>
      method === 'HEAD' ? new Response(null, { status: 405, headers: { allow: 'GET' } }) : response,
    ),
    nosniff: changeResponse((response) => withHeaders(response, (to) => to.delete('x-content-type-options'))),
    'cache-control': changeResponse((response) =>
      withHeaders(response, (to) => to.set('cache-control', 'public, max-age=60')),
    ),
    'text-as-video': changeResponse(async (response) =>
      (await isProxyError(response, 'upstream_invalid_content'))
        ? withHeaders(new Response('<html>'), (to) => to.set('content-type', 'video/mp4'))
        : response,
    ),
    redirects: changeResponse(async (response) =>
      (await isProxyError(response, 'upstream_redirect'))
        ? new Response(null, { status: 302, headers: { location: 'https://example.com/login' } })
        : response,
    ),
    streaming: changeResponse(async (response) => {
      const { status, headers } = response
      return new Response(response.body && (await response.arrayBuffer()), { status, headers })
    }),
    abort: {
      handler: (proxy) => async (request) => {
        if (!request.url.endsWith('/content')) return proxy(request)
        const { status, headers, body } = await proxy(
          new Request(
            request.url,
            request.method === 'HEAD'
              ? { method: 'HEAD', headers: request.headers }
              : { headers: request.headers },
          ),
        )
        const [shown, drained] = body?.tee() ?? []
        void drained?.pipeTo(new WritableStream()).catch(() => undefined)
        return new Response(shown, { status, headers })
      },
    },
    'poll-hints': changeResponse((response) => withHeaders(response, (to) => to.delete('retry-after'))),
    'create-once': {
      upstream: (fetch) => async (url, init) => {
        if (init.method !== 'POST') return fetch(url, init)
        const body = await new Response(init.body).arrayBuffer()
        const first = await fetch(url, { ...init, body })
        return first.status === 503 ? fetch(url, { ...init, body }) : first
      },
    },
    'api-key': forwardErrors((text) => text.includes(key)),
  }
}
