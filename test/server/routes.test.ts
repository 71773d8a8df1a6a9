import fc from 'fast-check'
import type { VideoProxyOptions } from 'react-video-task/server'
import { describe, expect, it } from 'vitest'
import { createTestProxy, errorCode, get, mp4Response, post } from './support/createTestProxy.js'

const BASE = 'https://upstream.test/v1/videos'

describe('routes', () => {
  it.each([
    ['/videos/t1', `${BASE}/t1`],
    ['/api/v1/videos/t1', `${BASE}/t1`],
    ['/some%20app/team~1/videos/t1', `${BASE}/t1`],
    ['/videos/videos', `${BASE}/videos`],
    ['/videos/content', `${BASE}/content`],
    ['/api/videos/videos/t1', `${BASE}/t1`],
    ['/api/v1/videos/t1?model=x&baseURL=https://evil.test&variant=thumbnail', `${BASE}/t1`],
  ])('sends GET %s to %s', async (path, url) => {
    const { proxy, requests } = createTestProxy()
    expect((await proxy(get(path))).status).toBe(200)
    expect(requests.map((request) => [request.method, request.url])).toEqual([['GET', url]])
  })

  it.each([
    ['/videos/t1/content', `${BASE}/t1/content`],
    ['/api/v1/videos/t1/content', `${BASE}/t1/content`],
    ['/videos/videos/content', `${BASE}/videos/content`],
    ['/videos/content/content', `${BASE}/content/content`],
    ['/videos/t1/content?variant=thumbnail', `${BASE}/t1/content?variant=thumbnail`],
    ['/videos/t1/content?token=x&variant=spritesheet', `${BASE}/t1/content?variant=spritesheet`],
    ['/videos/t1/content?variant=../../models&url=https://evil.test', `${BASE}/t1/content`],
  ])('sends GET %s for content to %s', async (path, url) => {
    const { proxy, requests } = createTestProxy(() => mp4Response())
    expect((await proxy(get(path))).status).toBe(200)
    expect(requests.map((request) => request.url)).toEqual([url])
  })

  it('sends POST under any prefix to the create route', async () => {
    const { proxy, requests } = createTestProxy()
    expect((await proxy(post())).status).toBe(200)
    expect(requests.map((request) => [request.method, request.url])).toEqual([['POST', BASE]])
  })

  it.each([
    ['/'],
    ['/models'],
    ['/videos/'],
    ['/videos/t1/'],
    ['/videos/t1/content/'],
    ['/videos/t1/remix'],
    ['/videos//content/x'],
    ['//evil.test/videos/t1'],
    ['/Videos/t1'],
    ['/%76ideos/t1'],
    ['/videos/t1/%63ontent'],
    ['/videos%2Ft1'],
    ['/api%2Fv1/videos/t1'],
    ['/api%5c..%5cv1/videos/t1'],
    ['/%zz/videos/t1'],
    ['/a%00b/videos/t1'],
  ])('answers 404 for %s', async (path) => {
    const { proxy, requests } = createTestProxy()
    const response = await proxy(get(path))
    expect(response.status).toBe(404)
    expect(await errorCode(response)).toBe('not_found')
    expect(requests).toEqual([])
  })

  it.each([
    ['GET', '/api/videos', 'POST'],
    ['DELETE', '/api/videos/t1', 'GET, HEAD'],
    ['POST', '/api/videos/t1/content', 'GET, HEAD'],
    ['OPTIONS', '/api/videos', 'POST'],
    ['PUT', '/videos/videos', 'GET, HEAD, POST'],
  ])('answers %s %s with 405 and Allow', async (method, path, allow) => {
    const { proxy, requests } = createTestProxy()
    const response = await proxy(get(path, {}, method))
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe(allow)
    expect(await errorCode(response)).toBe('method_not_allowed')
    expect(requests).toEqual([])
  })
})

describe('optional routes', () => {
  it.each([
    ['POST', '/api/videos/t1/remix', 404],
    ['DELETE', '/api/videos/t1', 405],
    ['GET', '/api/videos', 405],
    ['HEAD', '/api/videos', 405],
  ])('answer %s %s with %s until they are named', async (method, path, status) => {
    for (const routes of [undefined, []]) {
      const { proxy, requests } = createTestProxy(undefined, { routes })
      expect((await proxy(get(path, {}, method))).status).toBe(status)
      expect(requests).toEqual([])
    }
  })

  it.each([
    ['DELETE', '/api/videos', 'GET, HEAD, POST'],
    ['POST', '/api/videos/t1', 'GET, HEAD, DELETE'],
    ['GET', '/api/videos/t1/remix', 'POST'],
    ['DELETE', '/api/videos/t1/content', 'GET, HEAD'],
  ])('are named in the Allow of %s %s', async (method, path, allow) => {
    const { proxy, requests } = createTestProxy(undefined, { routes: ['remix', 'list', 'delete'] })
    const response = await proxy(get(path, {}, method))
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')?.split(', ').toSorted()).toEqual(allow.split(', ').toSorted())
    expect(requests).toEqual([])
  })

  it.each([
    ['DELETE', '/api/videos/..%2f..%2fmodels'],
    ['POST', '/api/videos/..%2f..%2fmodels/remix'],
    ['DELETE', '/api/videos/%252e%252e'],
    ['POST', '/api/videos/a%00b/remix'],
  ])('refuse the id in %s %s', async (method, path) => {
    const { proxy, requests } = createTestProxy(undefined, { routes: ['remix', 'delete'] })
    const response = await proxy(get(path, {}, method))
    expect(response.status).toBe(400)
    expect(await errorCode(response)).toBe('invalid_id')
    expect(requests).toEqual([])
  })
})

describe('the message about a route that is not there', () => {
  const messageOf = async (request: Request, options: Partial<VideoProxyOptions> = {}) => {
    const { error } = await (await createTestProxy(undefined, options).proxy(request)).json()
    return String(error.message)
  }

  it('names those that are', async () => {
    const ways = 'No such route. There are videos, videos/{id}'
    expect(await messageOf(get('/models'))).toBe(`${ways} and videos/{id}/content.`)
    expect(await messageOf(get('/models'), { routes: ['remix'] })).toBe(
      `${ways}, videos/{id}/remix and videos/{id}/content.`,
    )
  })

  it.each([
    ['PUT', '/videos/t1/content?variant=thumbnail', 'set `archive`'],
    ['POST', '/videos/t1/share', "name 'share' in `routes`"],
    ['DELETE', '/videos/t1', "name 'delete' in `routes`"],
  ])('says what lets %s %s pass', async (method, path, option) => {
    const message = await messageOf(get(path, {}, method))
    expect(message.endsWith(` To let it pass, ${option} of this app's proxy.`)).toBe(true)
  })

  it.each([
    ['PUT', '/videos/t1/content'],
    ['PUT', '/videos/t1'],
    ['GET', '/videos/t1/share'],
  ])('says nothing of the sort about %s %s, which no option lets pass', async (method, path) => {
    expect(await messageOf(get(path, {}, method))).not.toContain('let it pass')
  })
})

describe('task ids in the path', () => {
  it.each([
    ['a/b'],
    ['/leading'],
    ['dGFzaw//+Zm9v=='],
    ['a:b=c'],
    ['what?'],
    ['top#1'],
    ['100%'],
    ['50%25'],
    ['a b'],
    ['🎬 clip'],
    ['task.v1.2'],
    ['...'],
    ['x'.repeat(200)],
    ['x'.repeat(8500)],
    [`%${'25'.repeat(14)}41`],
  ])('such as %j reach the API percent-encoded', async (id) => {
    const { proxy, requests } = createTestProxy()
    const seen: unknown[] = []
    const { proxy: watched } = createTestProxy(undefined, {
      authorize: ({ taskId }) => seen.push(taskId) > 0,
    })
    expect((await proxy(get(`/api/videos/${encodeURIComponent(id)}`))).status).toBe(200)
    expect(requests.map((request) => request.url)).toEqual([`${BASE}/${encodeURIComponent(id)}`])
    await watched(get(`/api/videos/${encodeURIComponent(id)}/content`))
    expect(seen).toEqual([id])
  })

  it.each([
    ['%20', 'blank'],
    ['..%2f..%2fmodels', 'dot segments behind encoded slashes'],
    ['t1%2f..%2f..%2fmodels', 'dot segments in the middle'],
    ['t1%2f.', 'a dot segment at the end'],
    ['%252e%252e', 'double encoding'],
    ['%252e%252e%252fmodels', 'double encoding of dots and slashes'],
    ['%252e%252e%252fmodels%25zz', 'double encoding before something malformed'],
    ['%25252e%25252e', 'triple encoding'],
    ['..%5cmodels', 'an encoded backslash'],
    ['a%255cb', 'a double-encoded backslash'],
    ['a%00b', 'NUL'],
    ['a%0d%0aHost:%20evil', 'a line break'],
    ['a%250ab', 'a double-encoded line break'],
    ['a%7fb', 'DEL'],
    ['%zz', 'a malformed escape'],
    ['%', 'a lone percent sign'],
    ['%ff', 'bytes that are not UTF-8'],
    ['%ed%a0%80', 'half a surrogate pair'],
    ['x'.repeat(8501), 'far too many characters'],
    [`%25${'25'.repeat(15)}41`, 'encoded 16 times more'],
  ])('such as %s (%s) are refused without authorize or an upstream request', async (segment) => {
    for (const path of [`/api/videos/${segment}`, `/api/videos/${segment}/content`]) {
      let isAuthorizeCalled = false
      const { proxy, requests } = createTestProxy(undefined, { authorize: () => (isAuthorizeCalled = true) })
      const response = await proxy(get(path))
      expect(response.status).toBe(400)
      expect(await errorCode(response)).toBe('invalid_id')
      expect(requests).toEqual([])
      expect(isAuthorizeCalled).toBe(false)
    }
  })

  it('always become one path segment under the base URL', async () => {
    const segment = fc.oneof(
      fc.webSegment(),
      fc.string({ unit: 'binary' }).map(encodeURIComponent),
      fc.stringMatching(/^(%2e|%2F|%5c|%25|\.|\/|\\|videos|content|a){1,8}$/),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(segment, { maxLength: 4 }), async (segments) => {
        const { proxy, requests } = createTestProxy()
        await proxy(get(`/api/videos/${segments.join('/')}`))
        for (const { url } of requests) {
          expect(new URL(url).href).toBe(url)
          expect(url).toMatch(/^https:\/\/upstream\.test\/v1\/videos\/[^/?#\\]+(\/content)?$/)
        }
      }),
      { numRuns: 300 },
    )
  })
})
