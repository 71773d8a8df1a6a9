import { findVideoPrice } from 'react-video-task/client'
import { createVideoCatalogue, type VideoCatalogueOptions } from 'react-video-task/server'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { serve } from '../support/serve.js'
import { errorCode } from './support/createTestProxy.js'

afterEach(() => void vi.useRealTimers())

const MODELS = [
  { id: 'wan2.6', pricing: { per_second: 0.08, per_request: null }, description: 'of many words' },
  { id: 'sora-2', pricing: { per_second: null, per_request: 0.16 } },
  { id: 'gpt-5', pricing: null },
]

/** A vendor with a catalogue, and the app's handler for it. */
async function start(options: VideoCatalogueOptions = {}) {
  const vendor = { requests: 0, answer: () => Response.json({ success: true, data: MODELS }) }
  const origin = await serve(() => {
    vendor.requests++
    return vendor.answer()
  })
  return { vendor, catalogue: createVideoCatalogue({ url: `${origin}/api/models`, ...options }) }
}

describe('createVideoCatalogue', () => {
  it('serves the prices of the vendor', async () => {
    const { catalogue } = await start()
    const answer = await catalogue()
    expect(answer.headers.get('cache-control')).toBe('public, max-age=3600')
    const body: unknown = await answer.json()
    expect(body).toEqual({ data: MODELS.slice(0, 2).map(({ id, pricing }) => ({ id, pricing })) })
    expect(findVideoPrice(body, { model: 'wan2.6', seconds: 10 })).toBeCloseTo(0.8)
  })

  it('serves the models that the app offers', async () => {
    const { catalogue } = await start({ models: ['sora-2'] })
    expect(await (await catalogue()).json()).toMatchObject({ data: [{ id: 'sora-2' }] })
  })

  it('asks the vendor once in an hour, however many callers there are', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const { vendor, catalogue } = await start()
    await Promise.all(Array.from({ length: 20 }, catalogue))
    vi.setSystemTime(Date.now() + 3_599_000)
    await catalogue()
    expect(vendor.requests).toBe(1)
    vi.setSystemTime(Date.now() + 2_000)
    await Promise.all([catalogue(), catalogue()])
    expect(vendor.requests).toBe(2)
  })

  it('serves the last catalogue while the vendor is down, and asks again after 30 s', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const { vendor, catalogue } = await start({ ttl: 1_000_000 })
    await catalogue()
    vi.setSystemTime(Date.now() + 1_000_001)
    vendor.answer = () => new Response('<html>', { status: 502 })
    const stale = await catalogue()
    expect([stale.status, stale.headers.get('cache-control')]).toEqual([200, 'public, max-age=30'])
    await catalogue()
    expect(vendor.requests).toBe(2)
    vi.setSystemTime(Date.now() + 30_001)
    await catalogue()
    expect(vendor.requests).toBe(3)
  })

  it.each([
    ['an error', () => new Response('', { status: 500 })],
    ['HTML', () => new Response('<html>')],
    ['no list', () => Response.json({ data: null })],
    ['a list alone', () => Response.json([])],
  ])('says that there is none where the vendor answers with %s', async (_, answer) => {
    const { vendor, catalogue } = await start()
    vendor.answer = answer
    const failed = await catalogue()
    expect([failed.status, failed.headers.get('cache-control')]).toEqual([502, 'no-store'])
    expect(await errorCode(failed)).toBe('catalogue_unavailable')
  })

  it.each([{ url: '/api/models' }, { ttl: 0 }, { ttl: NaN }])('is refused with %o', (options) => {
    expect(() => createVideoCatalogue(options)).toThrow(expect.objectContaining({ code: 'invalid_options' }))
  })
})
