import { videoModels } from 'react-video-task/client'
import { checkVideoProxy, type ProxyCheckResult, type ProxyRequirement } from 'react-video-task/testing'
import { describe, expect, it } from 'vitest'
import { errorOf } from '../../support/errorOf.js'
import { checkOptions, createCheckedProxy, createUpstream, KEY } from './support/createCheckedProxy.js'

const named = (results: ProxyCheckResult[], status: ProxyCheckResult['status']) =>
  results.filter((result) => result.status === status).map(({ requirement }) => requirement)

const evidenceOf = (results: ProxyCheckResult[], name: ProxyRequirement) =>
  results.find(({ requirement }) => requirement === name)?.evidence

/** A route whose upstream requests the check cannot see. */
function createDeployed() {
  const api = createUpstream()
  return { api, proxy: createCheckedProxy(api.fetch) }
}

const user = { headers: { cookie: 'user=a' }, apiKey: KEY }

describe('checkVideoProxy of a route in front of the real API', () => {
  it('sends no create that the API accepts', async () => {
    const { api, proxy } = createDeployed()
    await checkVideoProxy(proxy, user)
    const creates = api.requests.filter(({ route }) => route === 'create')
    expect(creates.length).toBeGreaterThan(0)
    expect(creates.map(({ status }) => status)).toEqual(creates.map(() => 503))
    expect(api.tasks).toEqual([])
  })

  it('sends no create that the API accepts if the given emulator is not behind the proxy', async () => {
    const { api, proxy } = createDeployed()
    const results = await checkVideoProxy(proxy, checkOptions(createUpstream()))
    expect(api.tasks).toEqual([])
    expect(evidenceOf(results, 'streaming')).toContain(
      'the emulator, which received no request from the proxy',
    )
  })

  it('passes what is visible from outside, and says what the other requirements need', async () => {
    const results = await checkVideoProxy(createDeployed().proxy, user)
    expect(named(results, 'pass')).toEqual([
      'routes',
      'authentication',
      'cross-site',
      'json-errors',
      'nosniff',
    ])
    expect(named(results, 'fail')).toEqual([])
    expect(evidenceOf(results, 'redirects')).toContain('--emulator <port>')
    expect(evidenceOf(results, 'ranges')).toContain('pass taskId')
    expect(evidenceOf(results, 'ownership')).toContain('pass otherHeaders')
  })

  it('checks more requirements with the id of a completed task', async () => {
    const { api, proxy } = createDeployed()
    const created = new FormData()
    created.set('model', 'wan2.6')
    created.set('prompt', 'A lake [instant]')
    const made = await proxy(
      new Request('https://app.test/api/v1/videos', { method: 'POST', body: created, headers: user.headers }),
    )
    const { id } = await made.json()
    const results = await checkVideoProxy(proxy, { ...user, taskId: id, otherHeaders: { cookie: 'user=b' } })
    for (const requirement of [
      'ranges',
      'unsatisfiable-range',
      'head',
      'cache-control',
      'ownership',
    ] satisfies ProxyRequirement[]) {
      expect(named(results, 'pass')).toContain(requirement)
    }
    expect(api.tasks.length).toBe(1)
  })

  it('fails authentication if the route is open to everyone', async () => {
    const { api } = createDeployed()
    const open = createCheckedProxy(api.fetch, {}, { authorize: () => true })
    const results = await checkVideoProxy(open, { apiKey: KEY })
    expect(named(results, 'fail')).toEqual(['authentication'])
    expect(evidenceOf(results, 'authentication')).toMatch(
      /GET \/videos\/video-proxy-check without credentials answered 400/,
    )
    expect(api.tasks).toEqual([])
  })
})

describe('checkVideoProxy of a proxy that allows some models only', () => {
  const limits = { models: ['wan2.7'] }

  it('creates tasks with mayCreate, and only then', async () => {
    const emulator = createUpstream()
    const proxy = createCheckedProxy(emulator.fetch, {}, { limits })
    const options = { ...checkOptions(emulator), params: { model: 'wan2.7', seconds: '2' } }
    expect(named(await checkVideoProxy(proxy, options), 'unknown')).toContain('streaming')
    const results = await checkVideoProxy(proxy, { ...options, mayCreate: true })
    expect(named(results, 'unknown')).toEqual([])
    expect(emulator.requests.filter(({ params }) => params?.['model'] === 'wan2.7').length).toBeGreaterThan(
      10,
    )
  })

  it('reports unknown, not fail, if no task can be created', async () => {
    const emulator = createUpstream()
    const proxy = createCheckedProxy(emulator.fetch, {}, { limits })
    const results = await checkVideoProxy(proxy, { ...checkOptions(emulator), mayCreate: true })
    expect(results.find(({ requirement }) => requirement === 'streaming')).toMatchObject({
      status: 'unknown',
      evidence: expect.stringMatching(/no task was created: POST \/videos answered 4\d\d/),
    })
    expect(results.find(({ requirement }) => requirement === 'create-once')).toMatchObject({
      status: 'unknown',
      evidence: expect.stringMatching(/no create reached the API: POST \/videos answered 4\d\d/),
    })
    expect(named(results, 'fail')).toEqual([])
  })

  it('needs no params if the proxy allows the documented models, lengths and sizes', async () => {
    const emulator = createUpstream()
    const proxy = createCheckedProxy(emulator.fetch, {}, { limits: { models: videoModels } })
    const results = await checkVideoProxy(proxy, { ...checkOptions(emulator), mayCreate: true })
    expect(results.filter(({ status }) => status !== 'pass')).toEqual([])
  })
})

it('checkVideoProxy rejects with the error of fetch if the route cannot be reached', async () => {
  const error = await errorOf(() => checkVideoProxy(() => Promise.reject(new TypeError('fetch failed'))))
  expect(error).toMatchObject({ message: 'fetch failed' })
})
