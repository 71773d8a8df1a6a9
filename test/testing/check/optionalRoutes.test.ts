import { createMemoryStore } from 'react-video-task/server'
import { checkVideoProxy, type CheckVideoProxyOptions, createVideoEmulator } from 'react-video-task/testing'
import { describe, expect, it } from 'vitest'
import { serve } from '../../server/support/serve.js'
import { checkOptions, createCheckedProxy, KEY } from './support/createCheckedProxy.js'
import { changeResponse, type Defect, withHeaders } from './support/defectHelpers.js'
import { notPassed } from './support/readResults.js'

const ROUTES = ['remix', 'list', 'delete'] as const

const createUpstream = () => createVideoEmulator({ apiKey: KEY, gateway: 'litellm' })

/** Checks a proxy whose optional routes are on. */
async function check(defect: Defect = {}, options: Partial<CheckVideoProxyOptions> = {}) {
  const emulator = createUpstream()
  const proxy = createCheckedProxy(emulator.fetch, defect, { routes: ROUTES })
  return checkVideoProxy(proxy, { ...checkOptions(emulator), routes: ROUTES, ...options })
}

/** Passes the requests that match on to the API as they are, for every user. */
const passOn = (matches: (request: Request) => boolean): Defect => ({
  handler: (proxy, upstream) => async (request) => {
    if (!request.headers.has('cookie') || !matches(request)) return proxy(request)
    const { pathname, search } = new URL(request.url)
    const body = request.method === 'POST' ? await request.text() : undefined
    const headers = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' }
    const init = { method: request.method, headers, ...(body !== undefined && { body }) }
    return upstream(`https://upstream.test${pathname.replace('/api', '')}${search}`, init)
  },
})

const isRemix = ({ url }: Request) => url.endsWith('/remix')
const isList = ({ method, url }: Request) =>
  method === 'GET' && /\/videos(?:\?(?!ids=)|$)/.test(new URL(url).href)
const isDelete = ({ method }: Request) => method === 'DELETE'
/** The probes of other requirements, whose task does not exist. */
const isOfTask = ({ url }: Request) => /\/videos\/video_/.test(url)

describe('checkVideoProxy with routes', { timeout: 60_000 }, () => {
  it.each([
    ['ids of the API', {}],
    ['signed ids', { secret: 'a secret of more than thirty-two letters', owners: createMemoryStore() }],
  ])("passes every requirement for the library's proxy with %s, over HTTP", async (_, ids) => {
    const emulator = createUpstream()
    const upstream = await serve((request) => emulator.handle(request))
    const baseURL = `${upstream}/v1`
    const app = await serve(createCheckedProxy(globalThis.fetch, {}, { ...ids, baseURL, routes: ROUTES }))
    const options = { ...checkOptions(emulator), baseURL: `${app}/api/v1`, routes: ROUTES }
    const results = await checkVideoProxy(fetch, options)
    expect(notPassed(results)).toEqual([])
    expect(results.map(({ requirement }) => requirement)).toEqual(expect.arrayContaining([...ROUTES]))
    expect(results.length).toBe(31)
  })

  it('fails routes if a route is on that was not named, and if one is named, checks it only', async () => {
    const results = await check({}, { routes: ['list'] })
    const problems = notPassed(results)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(/^routes: fail: .*POST \/videos\/check\/remix answered 415/)
    expect(results.length).toBe(29)
  })

  it.each<[string, string, Defect, RegExp[]]>([
    [
      'remix and api-key',
      'every user’s remixes are passed on as they are',
      passOn((request) => isRemix(request) && isOfTask(request)),
      [
        /POST \/videos\/\S+\/remix as another user, \S+ \S+ answered 200/,
        /sec-fetch-site: cross-site answered 200/,
        /the API received n: 10/,
        /the API received model: wan2\.7/,
      ],
    ],
    [
      'remix',
      'a remix is repeated after an outage',
      {
        upstream: (fetch) => async (url, init) => {
          if (!url.endsWith('/remix')) return fetch(url, init)
          const body = await new Response(init.body).text()
          const first = await fetch(url, { ...init, body })
          return first.status === 503 ? fetch(url, { ...init, body }) : first
        },
      },
      [/the remix with create-503 was sent 2 times/],
    ],
    [
      'list',
      'every user gets the list of the account',
      passOn(isList),
      [
        /named a task of the first user/,
        /the API was asked for \S+limit=1000000/,
        /as another user answered 200/,
      ],
    ],
    [
      'list',
      'the list is empty',
      changeResponse((response, request) =>
        isList(request) && response.ok ? Response.json({ data: [] }, response) : response,
      ),
      [/a new task is not in the list of its owner/],
    ],
    [
      'list',
      'shared caches may keep a list',
      changeResponse((response, request) =>
        isList(request) ? withHeaders(response, (to) => to.set('cache-control', 'max-age=60')) : response,
      ),
      [/GET \/videos answered 200 with cache-control: max-age=60/],
    ],
    [
      'delete',
      'every user may delete every task',
      passOn((request) => isDelete(request) && isOfTask(request)),
      [/DELETE \/videos\/\S+ as another user answered 200/],
    ],
    [
      'delete',
      'each delete is called confirmed',
      changeResponse((response, request) =>
        isDelete(request) && response.status === 400 && isOfTask(request)
          ? Response.json({ deleted: true }, { headers: { 'x-content-type-options': 'nosniff' } })
          : response,
      ),
      [/the API has not deleted the task: DELETE \S+ answered 200/],
    ],
    [
      'delete',
      'a poll is cached for longer than the task exists',
      {
        handler: (proxy) => {
          const deleted = new Map<string, Response>()
          return async (request) => {
            if (isDelete(request) && isOfTask(request)) {
              const { url, headers } = request
              const answer = await proxy(new Request(url, { headers }))
              if (answer.ok) deleted.set(url + headers.get('cookie'), answer)
            }
            const kept = deleted.get(request.url + request.headers.get('cookie'))
            return request.method === 'GET' && kept ? kept.clone() : proxy(request)
          }
        },
      },
      [/after the delete GET \/videos\/\S+ answered 200/],
    ],
  ])('fails %s and no other requirement if %s', async (requirement, _, defect, evidence) => {
    const problems = notPassed(await check(defect))
    expect(problems.map((problem) => problem.split(':')[0])).toEqual(requirement.split(' and '))
    for (const pattern of [/^\w+: fail: /, ...evidence]) expect(problems[0]).toMatch(pattern)
  })

  it('fails authentication if everyone may list, without an emulator', async () => {
    const api = createUpstream()
    const proxy = createCheckedProxy(
      api.fetch,
      {
        handler: (proxied) => async (request) => {
          const headers = new Headers(request.headers)
          if (isList(request) || isDelete(request)) headers.set('cookie', 'user=a')
          return proxied(new Request(request, { headers }))
        },
      },
      { routes: ROUTES },
    )
    const user = { headers: { cookie: 'user=a' }, apiKey: KEY, routes: ROUTES }
    const results = await checkVideoProxy(proxy, user)
    const failed = results.filter(({ status }) => status === 'fail')
    expect(failed.map(({ requirement }) => requirement)).toEqual(['authentication'])
    expect(failed[0]?.evidence).toMatch(
      /GET \/videos without credentials answered 200 \(application\/json\): \{"/,
    )
    // Nothing of a user was touched.
    expect(api.requests.filter(({ route, status }) => route === 'delete' && status === 200)).toEqual([])
  })

  it('says what is missing if the API has no such route', async () => {
    const emulator = createVideoEmulator({ apiKey: KEY })
    const proxy = createCheckedProxy(emulator.fetch, {}, { routes: ROUTES })
    const results = await checkVideoProxy(proxy, { ...checkOptions(emulator), routes: ROUTES })
    const problems = notPassed(results)
    expect(problems.map((problem) => problem.split(':')[0])).toEqual(['remix', 'list', 'delete'])
    for (const problem of problems) expect(problem).toMatch(/unknown: needs an API with this route/)
  })
})
