import { checkVideoProxy, type ProxyCheckResult, type ProxyGuarantee } from 'react-video-task/testing'
import { describe, expect, it } from 'vitest'
import { serve } from '../../server/support/serve.js'
import { checkOptions, createChecked, createUpstream, KEY } from './support/createCheckedProxy.js'
import type { Spoil } from './support/spoil.js'
import { spoilts } from './support/spoilts.js'

/** The lines that are not kept, with what speaks against them. */
const notKept = (results: ProxyCheckResult[]) =>
  Object.fromEntries(
    results.filter(({ kept }) => kept !== true).map(({ guarantee, evidence }) => [guarantee, evidence]),
  )

describe('the check of a proxy', { timeout: 30_000 }, () => {
  it('finds every line kept by ours, over real HTTP', async () => {
    const emulator = createUpstream()
    const upstream = await serve((request) => emulator.handle(request))
    const app = await serve(createChecked(globalThis.fetch, {}, { baseURL: `${upstream}/v1` }))
    const results = await checkVideoProxy(fetch, { ...checkOptions(emulator), baseURL: `${app}/api/v1/` })
    expect(notKept(results)).toEqual({})
    expect(results.length).toBe(24)
    expect(results.every(({ about, evidence }) => about.length > 10 && evidence.length > 5)).toBe(true)
    expect(JSON.stringify(results)).not.toContain(KEY)
  })

  it('works in-process on a handler as well, and with signed ids', async () => {
    const emulator = createUpstream()
    const proxy = createChecked(emulator.fetch, {}, { secret: 'a secret of more than thirty-two letters' })
    expect(notKept(await checkVideoProxy(proxy, checkOptions(emulator)))).toEqual({})
  })
})

describe('a proxy with one mistake', { timeout: 30_000 }, () => {
  const broken: [
    ProxyGuarantee,
    (emulator: ReturnType<typeof createUpstream>) => ReturnType<typeof createChecked>,
  ][] = []
  for (const [guarantee, spoil] of Object.entries(spoilts(KEY)) as [ProxyGuarantee, Spoil][]) {
    broken.push([guarantee, (emulator) => createChecked(emulator.fetch, spoil)])
  }
  broken.push([
    'owners',
    (emulator) =>
      createChecked(
        emulator.fetch,
        {},
        { authorize: ({ request }) => /user=/.test(request.headers.get('cookie') ?? '') },
      ),
  ])
  broken.push([
    'shared-polls',
    (emulator) => {
      let turn = 0
      const proxies = Array.from({ length: 2 }, () =>
        createChecked(emulator.fetch, {}, { secret: 'a secret of more than thirty-two letters' }),
      )
      // Two instances that know nothing of each other.
      return async (request) => (proxies[turn++ % 2] ?? createChecked(emulator.fetch))(request)
    },
  ])

  it.each(broken)('fails in the line %s and in no other', async (guarantee, create) => {
    const emulator = createUpstream()
    const results = await checkVideoProxy(create(emulator), checkOptions(emulator))
    expect(notKept(results)).toEqual({ [guarantee]: expect.any(String) })
    expect(results.find((line) => line.guarantee === guarantee)?.kept).toBe(false)
  })

  it('is drawn up for every guarantee', async () => {
    const emulator = createUpstream()
    const results = await checkVideoProxy(createChecked(emulator.fetch), checkOptions(emulator))
    expect(broken.map(([guarantee]) => guarantee).sort()).toEqual(
      results.map(({ guarantee }) => guarantee).sort(),
    )
  })
})
