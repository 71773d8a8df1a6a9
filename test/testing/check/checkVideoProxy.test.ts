import { checkVideoProxy, type ProxyCheckResult, type ProxyRequirement } from 'react-video-task/testing'
import { describe, expect, it } from 'vitest'
import { serve } from '../../server/support/serve.js'
import { checkOptions, createCheckedProxy, createUpstream, KEY } from './support/createCheckedProxy.js'
import type { Defect } from './support/defectHelpers.js'
import { FAILED, PASSED, withoutRun } from './support/evidence.js'
import { furtherDefects, proxyDefects } from './support/proxyDefects.js'
import { expectWords } from './support/readResults.js'

/** The evidence of the requirements that did not pass. */
function notPassed(results: ProxyCheckResult[]) {
  expectWords(results)
  return Object.fromEntries(
    results
      .filter(({ status }) => status !== 'pass')
      .map(({ requirement, evidence }) => [requirement, evidence]),
  )
}

describe('checkVideoProxy', { timeout: 30_000 }, () => {
  it("passes every requirement for the library's proxy over HTTP", async () => {
    const emulator = createUpstream()
    const upstream = await serve((request) => emulator.handle(request))
    const app = await serve(createCheckedProxy(globalThis.fetch, {}, { baseURL: `${upstream}/v1` }))
    const results = await checkVideoProxy(fetch, { ...checkOptions(emulator), baseURL: `${app}/api/v1/` })
    expect(notPassed(results)).toEqual({})
    expect(results.length).toBe(28)
    expect(results.every(({ description, evidence }) => description.length > 10 && evidence.length > 5)).toBe(
      true,
    )
    expect(JSON.stringify(results)).not.toContain(KEY)
  })

  it('passes every requirement for a handler called in process, with signed ids', async () => {
    const emulator = createUpstream()
    const proxy = createCheckedProxy(
      emulator.fetch,
      {},
      { secret: 'a secret of more than thirty-two letters' },
    )
    expect(notPassed(await checkVideoProxy(proxy, checkOptions(emulator)))).toEqual({})
  })

  it('says of every requirement what it saw', async () => {
    const emulator = createUpstream()
    const results = await checkVideoProxy(createCheckedProxy(emulator.fetch), checkOptions(emulator))
    const evidence = results.map((result) => [result.requirement, withoutRun(result.evidence)])
    expect(Object.fromEntries(evidence)).toEqual(PASSED)
  })

  it('says what every requirement needs that it cannot check', async () => {
    const emulator = createUpstream()
    const proxy = createCheckedProxy(emulator.fetch)
    const alone = { headers: { cookie: 'user=a' }, apiKey: KEY }
    const unknown = (await checkVideoProxy(proxy, alone)).filter(({ status }) => status === 'unknown')
    const NEEDS =
      "needs the emulator behind the proxy: --emulator <port> runs it at the proxy's baseURL; in code, pass emulator"
    const task = `needs a task: pass taskId; or ${NEEDS}`
    const called = `; whether the API was called ${NEEDS}`
    const needs: Partial<Record<ProxyRequirement, string>> = {
      'path-traversal': `8 ids were answered 400${called}`,
      ownership: 'needs a second user: pass otherHeaders',
      'many-values': `the bodies were answered 400, 413, 413, 413, 400, 413${called}`,
      'api-key': `the key is in none of N answers; whether the proxy redacts a key that the API echoes ${NEEDS}`,
    }
    const ofTasks = [
      'private-answers',
      'ranges',
      'unsatisfiable-range',
      'head',
      'cache-control',
      'many-tasks',
    ]
    for (const { requirement, evidence } of unknown)
      expect(withoutRun(evidence), requirement).toBe(
        needs[requirement] ?? (ofTasks.includes(requirement) ? task : NEEDS),
      )
    expect(unknown).toHaveLength(23)
    // With a task of the user, but no second user.
    const form = new FormData()
    form.set('model', 'wan2.6')
    form.set('prompt', 'A lake [instant]')
    const made = await proxy(
      new Request('https://app.test/videos', { method: 'POST', body: form, headers: alone.headers }),
    )
    const { id } = await made.json()
    const more = await checkVideoProxy(proxy, { ...alone, taskId: id })
    expect(more.find(({ requirement }) => requirement === 'private-answers')).toMatchObject({
      ...{ status: 'unknown' },
      evidence: 'after the owner, others were answered 403; needs a second user: pass otherHeaders',
    })
  })

  it('fails a proxy by one answer alone, without a second user', async () => {
    const emulator = createUpstream()
    const proxy = createCheckedProxy(emulator.fetch, proxyDefects(KEY)['private-answers'])
    const results = await checkVideoProxy(proxy, { ...checkOptions(emulator), otherHeaders: undefined })
    expect(results.find(({ requirement }) => requirement === 'private-answers')).toMatchObject({
      status: 'fail',
      evidence: expect.stringMatching(/^GET \S+ without credentials, if-none-match: \S+ answered 304 [^;]*$/),
    })
  })
})

describe('checkVideoProxy of a proxy with one defect', { timeout: 30_000 }, () => {
  const defective: [
    ProxyRequirement,
    (emulator: ReturnType<typeof createUpstream>) => ReturnType<typeof createCheckedProxy>,
  ][] = []
  for (const [requirement, defect] of Object.entries(proxyDefects(KEY)) as [ProxyRequirement, Defect][]) {
    defective.push([requirement, (emulator) => createCheckedProxy(emulator.fetch, defect)])
  }
  defective.push([
    'ownership',
    (emulator) =>
      createCheckedProxy(
        emulator.fetch,
        {},
        { authorize: ({ request }) => /user=/.test(request.headers.get('cookie') ?? '') },
      ),
  ])
  defective.push([
    'closed-limits',
    (emulator) => createCheckedProxy(emulator.fetch, {}, { limits: undefined }),
  ])
  defective.push([
    'shared-polls',
    (emulator) => {
      let turn = 0
      const proxies = Array.from({ length: 2 }, () =>
        createCheckedProxy(emulator.fetch, {}, { secret: 'a secret of more than thirty-two letters' }),
      )
      // Two instances without a shared cache.
      return async (request) => (proxies[turn++ % 2] ?? createCheckedProxy(emulator.fetch))(request)
    },
  ])

  defective.push([
    'many-tasks',
    (emulator) => {
      const proxy = createCheckedProxy(emulator.fetch)
      // Many tasks are answered to everyone as to the first user.
      return async (request) =>
        new URL(request.url).searchParams.has('ids')
          ? proxy(new Request(request, { headers: { cookie: 'user=a' } }))
          : proxy(request)
    },
  ])

  it.each(defective)('fails %s and no other requirement', async (requirement, create) => {
    const emulator = createUpstream()
    const results = await checkVideoProxy(create(emulator), checkOptions(emulator))
    const problems = notPassed(results)
    expect(Object.keys(problems)).toEqual([requirement])
    expect(withoutRun(problems[requirement] ?? '')).toBe(FAILED[requirement])
    expect(results.find((result) => result.requirement === requirement)?.status).toBe('fail')
  })

  it.each(furtherDefects())(
    'names each violation of $requirement',
    async ({ requirement, defect, evidence }) => {
      const emulator = createUpstream()
      const results = await checkVideoProxy(
        createCheckedProxy(emulator.fetch, defect),
        checkOptions(emulator),
      )
      const problems = notPassed(results)
      expect(Object.keys(problems)).toEqual([requirement])
      for (const pattern of evidence) expect(problems[requirement]).toMatch(pattern)
    },
  )

  it.each<[string, ProxyCheckResult['status'], (isCrashed: boolean) => boolean]>([
    ['passes many-values if a large body ends the connection', 'pass', () => false],
    ['fails many-values if a large body ends the server', 'fail', (isCrashed) => isCrashed],
  ])('%s', async (_, status, isDown) => {
    const emulator = createUpstream()
    let isCrashed = false
    const proxy = createCheckedProxy(emulator.fetch)
    const results = await checkVideoProxy(async (request) => {
      const isLarge = request.method === 'POST' && (await request.clone().text()).length > 1_000_000
      isCrashed ||= isLarge
      if (isLarge || isDown(isCrashed)) throw new TypeError('fetch failed')
      return proxy(request)
    }, checkOptions(emulator))
    expect(results.find(({ requirement }) => requirement === 'many-values')).toMatchObject({ status })
  })

  it('is tested for every requirement', async () => {
    const emulator = createUpstream()
    const results = await checkVideoProxy(createCheckedProxy(emulator.fetch), checkOptions(emulator))
    const tested = new Set(defective.map(([requirement]) => requirement))
    expect([...tested].sort()).toEqual(results.map(({ requirement }) => requirement).sort())
  })
})
