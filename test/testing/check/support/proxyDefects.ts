import type { ProxyRequirement } from 'react-video-task/testing'
import { onTestFinished, vi } from 'vitest'
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
    'private-answers': {
      // Answers from a validator, before the caller is known.
      handler: (proxy) => {
        const etags = new Set<string>()
        return async (request) => {
          const headers = { 'cache-control': 'private', 'x-content-type-options': 'nosniff' }
          if (etags.has(request.headers.get('if-none-match') ?? ''))
            return new Response(null, { status: 304, headers })
          const response = await proxy(request)
          etags.add(response.headers.get('etag') ?? 'none')
          return response
        }
      },
    },
    'many-values': {
      // Passes JSON on unread.
      handler: (proxy, upstream) => async (request) => {
        if (!isJson(request)) return proxy(request)
        const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
        const init = { method: 'POST', headers, body: await request.text() }
        return upstream('https://upstream.test/v1/videos', init)
      },
    },
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

const isJson = ({ headers }: Request) => headers.get('content-type') === 'application/json'

/** More defects of requirements that real proxies violate in several ways, with what the evidence names. */
export function furtherDefects(): { requirement: ProxyRequirement; defect: Defect; evidence: RegExp[] }[] {
  return [
    {
      requirement: 'cache-control',
      defect: changeResponse((response, { method, headers }) => {
        if (headers.has('if-none-match') && headers.get('cookie') === 'user=a')
          return new Response(null, { status: 304, headers: { 'cache-control': 'public, max-age=60' } })
        return withHeaders(response, (to) => {
          const { status } = response
          if (status >= 400 || status === 206 || method === 'HEAD') to.delete('cache-control')
          else to.set('cdn-cache-control', 'max-age=60')
        })
      }),
      evidence: [
        /GET \/videos\/[\w%]+ answered 200 with cdn-cache-control: max-age=60/,
        /HEAD \/videos\/[\w%]+\/content answered 200 with cache-control: none/,
        /content, range: bytes=0-1 answered 206 with cache-control: none/,
        /answered 400 with cache-control: none/,
        /answered 304 with cache-control: public, max-age=60/,
      ],
    },
    {
      // A cache in front that knows users by their cookie, and shares its answers with everyone who has none.
      requirement: 'private-answers',
      defect: {
        handler: (proxy) => {
          const kept = new Map<string, Response>()
          return async (request) => {
            const response = await proxy(request)
            const isTask = response.headers.get('content-type')?.includes('json')
            if (request.method === 'GET' && response.ok && isTask) kept.set(request.url, response.clone())
            const shared = request.headers.has('cookie') ? undefined : kept.get(request.url)
            return shared?.clone() ?? response
          }
        },
      },
      evidence: [/GET \/videos\/[\w%]+ without credentials answered 200/],
    },
    {
      // Accepts JSON of any kind, and takes 5.5 s for a form of many parts.
      requirement: 'many-values',
      defect: {
        handler: (proxy) => {
          const now = performance.now.bind(performance)
          let late = 0
          const spy = vi.spyOn(performance, 'now').mockImplementation(() => now() + late)
          onTestFinished(() => spy.mockRestore())
          return async (request) => {
            if (isJson(request)) return Response.json({ id: 'task_1', object: 'video', status: 'queued' })
            if (request.method === 'POST' && (await request.clone().text()).length > 100_000) late += 5_500
            return proxy(request)
          }
        },
      },
      evidence: [
        /JSON of 30,000 numbers: POST \/videos, content-type: application\/json answered 200/,
        /a form of 5,000 parts: the refusal took \d+\.\d s/,
      ],
    },
  ]
}
