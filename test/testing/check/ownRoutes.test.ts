import type { VideoProxyOptions } from 'react-video-task/server'
import { checkVideoProxy, type CheckVideoProxyOptions, createVideoEmulator } from 'react-video-task/testing'
import { describe, expect, it } from 'vitest'
import { openArchive, openTasks } from '../../attack/server/lastingStores.js'
import { serve } from '../../server/support/serve.js'
import { checkOptions, createCheckedProxy, KEY } from './support/createCheckedProxy.js'
import { changeResponse, type Defect, withHeaders, withJsonText } from './support/defectHelpers.js'
import { notPassed } from './support/readResults.js'

const ROUTES = ['share', 'still'] as const

const createUpstream = () => createVideoEmulator({ apiKey: KEY, gateway: 'litellm' })

/** Options of a proxy with public links and kept films. */
function lasting(routes: VideoProxyOptions['routes']): Partial<VideoProxyOptions> {
  const stores = { tasks: new Map(), archives: new Map() }
  return { routes, tasks: openTasks(stores, 'tasks'), archive: { store: openArchive(stores, 'films') } }
}

/** Checks a proxy with a defect, whose list and delete are on as well: they come with `tasks`. */
async function check(defect: Defect, options: Partial<CheckVideoProxyOptions> = {}) {
  const emulator = createUpstream()
  const proxy = createCheckedProxy(emulator.fetch, defect, lasting(['share', 'delete']))
  const routes = [...ROUTES, 'list', 'delete'] as const
  return checkVideoProxy(proxy, { ...checkOptions(emulator), routes, ...options })
}

/** Lets every request that matches come from the first user. */
const asFirstUser = (matches: (request: Request) => boolean): Defect => ({
  handler: (proxy) => async (request) => {
    if (!matches(request) || !isOfTask(request)) return proxy(request)
    const headers = new Headers(request.headers)
    headers.set('cookie', 'user=a')
    return proxy(new Request(request, { headers }))
  },
})

const isShare = ({ url }: Request) => url.endsWith('/share')
const isStill = ({ url }: Request) => url.endsWith('?variant=thumbnail')
const isLink = ({ url }: Request) => /\/videos\/share_/.test(url)
/** The probes of other requirements, whose task does not exist. */
const isOfTask = ({ url }: Request) => /\/videos\/(?:video_|share_)/.test(url)

describe('checkVideoProxy of public links and stills', { timeout: 120_000 }, () => {
  it("passes every requirement for the library's proxy with all routes, over HTTP", async () => {
    const emulator = createUpstream()
    const upstream = await serve((request) => emulator.handle(request))
    const on = lasting(['remix', 'delete', 'share'])
    const app = await serve(createCheckedProxy(globalThis.fetch, {}, { ...on, baseURL: `${upstream}/v1` }))
    const routes = ['remix', 'list', 'delete', ...ROUTES] as const
    const results = await checkVideoProxy(fetch, {
      ...checkOptions(emulator),
      baseURL: `${app}/api/v1`,
      routes,
    })
    expect(notPassed(results)).toEqual([])
    expect(results.map(({ requirement }) => requirement)).toEqual(expect.arrayContaining([...routes]))
    expect(results.length).toBe(33)
  })

  it('sends as a still what is none: pages, drawings, other pictures, and one that is too large', async () => {
    const sent: Uint8Array[] = []
    await check({
      handler: (proxy) => async (request) => {
        if (request.method === 'PUT' && isStill(request)) sent.push(await request.clone().bytes())
        return proxy(request)
      },
    })
    const starts = sent.map((bytes) => Buffer.from(bytes.subarray(0, 3)).toString('latin1'))
    expect(starts).toEqual(expect.arrayContaining(['<ht', '<sv', '\x89PN', 'ÿØÿ']))
    expect(Math.max(...sent.map(({ byteLength }) => byteLength))).toBeGreaterThan(4 * 1024 * 1024)
  })

  it('passes for signed ids', async () => {
    const emulator = createUpstream()
    const options = {
      ...lasting(['share', 'delete']),
      secret: 'a secret of more than thirty-two letters',
    }
    const results = await checkVideoProxy(createCheckedProxy(emulator.fetch, {}, options), {
      ...checkOptions(emulator),
      routes: [...ROUTES, 'list', 'delete'],
    })
    expect(notPassed(results)).toEqual([])
  })

  it('expects both to be refused where they are not named', async () => {
    const emulator = createUpstream()
    const proxy = createCheckedProxy(emulator.fetch, {
      handler: (proxied) => async (request) =>
        isShare(request) || isStill(request)
          ? Response.json({ id: 'share_1' }, { headers: { 'x-content-type-options': 'nosniff' } })
          : proxied(request),
    })
    const problems = notPassed(await checkVideoProxy(proxy, checkOptions(emulator)))
    expect(problems).toHaveLength(1)
    for (const pattern of [
      /^routes: fail: .*POST \/videos\/check\/share answered 200/,
      /DELETE \/videos\/check\/share answered 200/,
      /PUT \/videos\/check\/content\?variant=thumbnail answered 200/,
    ])
      expect(problems[0]).toMatch(pattern)
  })

  it('is unknown where the proxy has neither, and says what is missing', async () => {
    const emulator = createUpstream()
    const proxy = createCheckedProxy(emulator.fetch)
    const results = await checkVideoProxy(proxy, { ...checkOptions(emulator), routes: ROUTES })
    expect(notPassed(results)).toEqual([
      expect.stringMatching(/^authentication: fail: POST \S+\/share without credentials answered 404/),
      expect.stringMatching(/^share: unknown: needs a proxy that answers POST/),
      expect.stringMatching(/^still: unknown: needs a proxy that keeps films/),
    ])
  })

  it.each<[string, string, Defect, RegExp[]]>([
    [
      'share',
      'everyone may share and revoke',
      asFirstUser(isShare),
      [/POST \S+\/share as another user answered 200/, /DELETE \S+\/share without credentials answered 200/],
    ],
    [
      'share',
      'a link is never revoked',
      {
        handler: (proxy) => async (request) =>
          isShare(request) && request.method === 'DELETE' && isOfTask(request)
            ? proxy(new Request(request.url, { headers: request.headers, method: 'POST' }))
            : proxy(request),
      },
      [/after it was revoked GET \/videos\/share_\S+ without credentials answered 200/],
    ],
    [
      'share',
      'a link shows the prompt of its owner',
      changeResponse((response, request) =>
        isLink(request) && response.ok
          ? withJsonText(response, (text) => text.replace('{', '{"params":"Words of the owner alone",'))
          : response,
      ),
      [/showed the prompt/],
    ],
    [
      'share',
      'shared caches may keep what a link shows',
      changeResponse((response, request) =>
        isLink(request) ? withHeaders(response, (to) => to.set('cache-control', 'max-age=60')) : response,
      ),
      [/GET \/videos\/share_\S+ without credentials answered 200 with cache-control: max-age=60/],
    ],
    [
      'still',
      'everyone may send one',
      asFirstUser((request) => isStill(request) && request.method === 'PUT'),
      [/PUT \S+ without credentials answered 201/, /it was the JPEG of a stranger/],
    ],
    [
      'still',
      'any bytes are kept, and the last ones are served',
      {
        handler: (proxy) => {
          const kept = new Map<string, Uint8Array<ArrayBuffer>>()
          return async (request) => {
            if (!isStill(request) || !isOfTask(request)) return proxy(request)
            const isOwner = request.headers.get('cookie') === 'user=a' && !request.headers.has('origin')
            if (!isOwner) return proxy(request)
            const headers = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }
            if (request.method === 'PUT') {
              kept.set(request.url, new Uint8Array(await request.arrayBuffer()))
              return Response.json({}, { status: 201, headers })
            }
            return new Response(kept.get(request.url), {
              headers: { ...headers, 'content-type': 'image/jpeg' },
            })
          }
        },
      },
      [
        /HTML: PUT \S+ answered 201/,
        /a JPEG that is cut: PUT \S+ answered 201/,
        /4 MiB: PUT/,
        /before its owner/,
      ],
    ],
    [
      'still',
      'it is served as HTML',
      changeResponse((response, request) =>
        isStill(request) && response.headers.get('content-type') === 'image/jpeg'
          ? withHeaders(response, (to) => to.set('content-type', 'text/html'))
          : response,
      ),
      [/its owner is not shown it: GET \S+ answered 200 \(text\/html\)/],
    ],
  ])('fails %s and no other requirement if %s', async (requirement, _, defect, evidence) => {
    const problems = notPassed(await check(defect))
    expect(problems.map((problem) => problem.split(':')[0])).toEqual([requirement])
    for (const pattern of [/^\w+: fail: /, ...evidence]) expect(problems[0]).toMatch(pattern)
  })
})
