import { videoModels } from 'react-video-task/client'
import { checkVideoProxy, type ProxyCheckResult, type ProxyGuarantee } from 'react-video-task/testing'
import { describe, expect, it } from 'vitest'
import { errorOf } from '../../support/errorOf.js'
import { checkOptions, createChecked, createUpstream, KEY } from './support/createCheckedProxy.js'

const named = (results: ProxyCheckResult[], kept: ProxyCheckResult['kept']) =>
  results.filter((line) => line.kept === kept).map(({ guarantee }) => guarantee)

const evidenceOf = (results: ProxyCheckResult[], name: ProxyGuarantee) =>
  results.find(({ guarantee }) => guarantee === name)?.evidence

/** A route whose API is not the check's to see. */
function createDeployed() {
  const api = createUpstream()
  return { api, proxy: createChecked(api.fetch) }
}

const user = { headers: { cookie: 'user=a' }, apiKey: KEY }

describe('a route in front of an API that bills', () => {
  it('is checked without one create that would be taken', async () => {
    const { api, proxy } = createDeployed()
    await checkVideoProxy(proxy, user)
    const creates = api.requests.filter(({ route }) => route === 'create')
    expect(creates.length).toBeGreaterThan(0)
    expect(creates.map(({ status }) => status)).toEqual(creates.map(() => 503))
    expect(api.tasks).toEqual([])
  })

  it('is checked so as well when the emulator named is not the API behind it', async () => {
    const { api, proxy } = createDeployed()
    const results = await checkVideoProxy(proxy, checkOptions(createUpstream()))
    expect(api.tasks).toEqual([])
    expect(evidenceOf(results, 'streaming')).toContain('the emulator, which the proxy did not ask')
  })

  it('shows what can be seen from outside, and says what the rest takes', async () => {
    const results = await checkVideoProxy(createDeployed().proxy, user)
    expect(named(results, true)).toEqual(['routes', 'anonymous', 'cross-site', 'json-errors', 'nosniff'])
    expect(named(results, false)).toEqual([])
    expect(evidenceOf(results, 'redirects')).toContain('--emulator <port>')
    expect(evidenceOf(results, 'ranges')).toContain('pass taskId')
    expect(evidenceOf(results, 'owners')).toContain('pass otherHeaders')
  })

  it('shows more of a video that is there', async () => {
    const { api, proxy } = createDeployed()
    const created = new FormData()
    created.set('model', 'wan2.6')
    created.set('prompt', 'A lake [instant]')
    const made = await proxy(
      new Request('https://app.test/api/v1/videos', { method: 'POST', body: created, headers: user.headers }),
    )
    const { id } = await made.json()
    const results = await checkVideoProxy(proxy, { ...user, taskId: id, otherHeaders: { cookie: 'user=b' } })
    for (const line of [
      'ranges',
      'unsatisfiable-range',
      'head',
      'caching',
      'owners',
    ] satisfies ProxyGuarantee[]) {
      expect(named(results, true)).toContain(line)
    }
    expect(api.tasks.length).toBe(1)
  })

  it('is told to be open to everybody where it is', async () => {
    const { api } = createDeployed()
    const open = createChecked(api.fetch, {}, { authorize: () => true })
    const results = await checkVideoProxy(open, { apiKey: KEY })
    expect(named(results, false)).toEqual(['anonymous'])
    expect(evidenceOf(results, 'anonymous')).toMatch(/GET \/videos\/video-proxy-check as nobody answered 400/)
    expect(api.tasks).toEqual([])
  })
})

describe('a proxy that allows some models only', () => {
  const limits = { models: ['wan2.7'] }

  it('is checked with tasks once the user says that the emulator is behind it', async () => {
    const emulator = createUpstream()
    const proxy = createChecked(emulator.fetch, {}, { limits })
    const options = { ...checkOptions(emulator), params: { model: 'wan2.7', seconds: '2' } }
    expect(named(await checkVideoProxy(proxy, options), 'unknown')).toContain('streaming')
    const results = await checkVideoProxy(proxy, { ...options, mayCreate: true })
    expect(named(results, 'unknown')).toEqual([])
    expect(emulator.requests.filter(({ params }) => params?.['model'] === 'wan2.7').length).toBeGreaterThan(
      10,
    )
  })

  it('is unknown, not broken, where no task can be made at all', async () => {
    const emulator = createUpstream()
    const proxy = createChecked(emulator.fetch, {}, { limits })
    const results = await checkVideoProxy(proxy, { ...checkOptions(emulator), mayCreate: true })
    expect(results.find(({ guarantee }) => guarantee === 'streaming')).toMatchObject({
      kept: 'unknown',
      evidence: expect.stringMatching(/no task could be made: POST \/videos answered 4\d\d/),
    })
    expect(results.find(({ guarantee }) => guarantee === 'create-once')).toMatchObject({
      kept: 'unknown',
      evidence: expect.stringMatching(/no create reached the API: POST \/videos answered 4\d\d/),
    })
    expect(named(results, false)).toEqual([])
  })

  it('needs no params where these are the documented ones, with their lengths and sizes', async () => {
    const emulator = createUpstream()
    const proxy = createChecked(emulator.fetch, {}, { limits: { models: videoModels } })
    const results = await checkVideoProxy(proxy, { ...checkOptions(emulator), mayCreate: true })
    expect(results.filter(({ kept }) => kept !== true)).toEqual([])
  })
})

it('a route that cannot be reached is no result, but what fetch says', async () => {
  const error = await errorOf(() => checkVideoProxy(() => Promise.reject(new TypeError('fetch failed'))))
  expect(error).toMatchObject({ message: 'fetch failed' })
})
