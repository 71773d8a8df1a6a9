import type { ProxyGuarantee } from 'react-video-task/testing'
import { answering, asked, headersOf, isCode, json, repeating, withText, type Spoil } from './spoil.js'

/** For each guarantee a mistake that real proxies make, which breaks this one and no other. */
export function spoilts(key: string): Partial<Record<ProxyGuarantee, Spoil>> {
  let passed: Headers | undefined
  return {
    routes: {
      handler: (proxy) => async (request) =>
        request.url.endsWith('/models') ? Response.json({ data: [] }) : proxy(request),
    },
    smuggling: {
      handler: (proxy, upstream) => async (request) => {
        const path = new URL(request.url).pathname.replace('/api/v1', '')
        if (!/%2f\.\.%2f/i.test(path)) return proxy(request)
        const headers = { authorization: `Bearer ${key}` }
        const response = await upstream(`https://upstream.test/v1${decodeURIComponent(path)}`, { headers })
        return headersOf(response, (to) => to.set('x-content-type-options', 'nosniff'))
      },
    },
    anonymous: asked((headers) => headers.get('cookie') ?? headers.set('cookie', 'user=a')),
    'cross-site': asked((headers) => {
      headers.delete('origin')
      headers.delete('sec-fetch-site')
    }),
    'caller-headers': {
      handler: (proxy) => (request) => {
        passed = request.headers
        return proxy(request)
      },
      upstream: (fetch) => (url, init) => {
        const headers = new Headers(init.headers)
        headers.set('x-forwarded-for', passed?.get('x-forwarded-for') ?? 'unknown')
        return fetch(url, { ...init, headers })
      },
    },
    'upstream-headers': {
      handler: (proxy) => async (request) =>
        headersOf(
          await proxy(request),
          (to) => passed?.get('server') && to.set('server', passed.get('server') ?? ''),
        ),
      upstream: (fetch) => async (url, init) => {
        const response = await fetch(url, init)
        passed = response.headers
        return response
      },
    },
    'upstream-texts': repeating((text) => /channel/i.test(text)),
    'request-id': answering(async (response) =>
      headersOf(await withText(response, (text) => text.replaceAll(/ \(request id: \w+\)/g, '')), (headers) =>
        headers.delete('x-request-id'),
      ),
    ),
    'json-errors': answering((response) => {
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
        return range === null ? response : headersOf(response, (to) => to.set('content-range', `${range}0`))
      },
    },
    'ranges-anyway': {
      handler: (proxy) => async (request) => {
        const response = await proxy(request)
        if (response.status !== 206 || passed?.get('accept-ranges') === 'bytes') return response
        const headers = new Headers(request.headers)
        headers.delete('range')
        return proxy(new Request(request, { headers }))
      },
      upstream: (fetch) => async (url, init) => {
        const response = await fetch(url, init)
        passed = response.headers
        return response
      },
    },
    'unsatisfiable-range': answering((response) =>
      response.status === 416 ? json(400, 'bad_range') : response,
    ),
    head: answering((response, { method }) =>
      method === 'HEAD' ? new Response(null, { status: 405, headers: { allow: 'GET' } }) : response,
    ),
    nosniff: answering((response) => headersOf(response, (to) => to.delete('x-content-type-options'))),
    caching: answering((response) =>
      headersOf(response, (to) => to.set('cache-control', 'public, max-age=60')),
    ),
    'text-as-video': answering(async (response) =>
      (await isCode(response, 'upstream_invalid_content'))
        ? headersOf(new Response('<html>'), (to) => to.set('content-type', 'video/mp4'))
        : response,
    ),
    redirects: answering(async (response) =>
      (await isCode(response, 'upstream_redirect'))
        ? new Response(null, { status: 302, headers: { location: 'https://example.com/login' } })
        : response,
    ),
    streaming: answering(async (response) => {
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
        const [shown, kept] = body?.tee() ?? []
        void kept?.pipeTo(new WritableStream()).catch(() => undefined)
        return new Response(shown, { status, headers })
      },
    },
    'poll-hints': answering((response) => headersOf(response, (to) => to.delete('retry-after'))),
    'create-once': {
      upstream: (fetch) => async (url, init) => {
        if (init.method !== 'POST') return fetch(url, init)
        const body = await new Response(init.body).arrayBuffer()
        const first = await fetch(url, { ...init, body })
        return first.status === 503 ? fetch(url, { ...init, body }) : first
      },
    },
    key: repeating((text) => text.includes(key)),
  }
}
