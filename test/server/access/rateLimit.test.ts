import type { VideoProxyOptions } from 'react-video-task/server'
import { describe, expect, it } from 'vitest'
import { createTestProxy, post } from '../support/createTestProxy.js'

describe('rateLimit', () => {
  const context = (options: Partial<VideoProxyOptions>) =>
    createTestProxy(undefined, { authorize: () => ({ id: 'ann' }), ...options })

  it('receives call and user, and allows with true', async () => {
    const contexts: unknown[] = []
    const { proxy } = context({
      rateLimit: async ({ action, taskId, user, params }) =>
        contexts.push({ action, taskId, user, params }) > 0,
    })
    expect((await proxy(post())).status).toBe(200)
    expect((await proxy(new Request('https://app.test/videos/task_1'))).status).toBe(200)
    const user = { id: 'ann' }
    expect(contexts).toEqual([
      { action: 'create', user, params: { model: 'wan2.6', prompt: 'A lake' } },
      { action: 'retrieve', taskId: 'task_1', user },
    ])
  })

  it.each([
    ['false', false, null],
    ['seconds', { retryAfter: 1.2 }, '2'],
    ['a retryAfter of NaN', { retryAfter: Number.NaN }, null],
    ['nothing', undefined, null],
  ])('answers 429 for %s, without an upstream request', async (_, result, retryAfter) => {
    const { proxy, requests } = context(JSON.parse('{}', () => ({ rateLimit: () => result })))
    const response = await proxy(post())
    expect(response.status).toBe(429)
    expect(response.headers.get('retry-after')).toBe(retryAfter)
    expect(await response.json()).toEqual({
      error: { message: expect.any(String), type: 'rate_limit_error', param: null, code: 'rate_limited' },
    })
    expect(requests).toEqual([])
  })

  it.each([
    ['true as text', 'true', 'a value of type string'],
    ['a promise of 1', Promise.resolve(1), 'a value of type number'],
    ['an object without retryAfter', { allowed: true }, 'a value of type object'],
    ['a list with true', [true], 'an array'],
    ['null', null, 'null'],
    ['undefined', undefined, 'undefined'],
  ])('answers 429 for %s and reports its type to onError', async (_, result, type) => {
    const { proxy, requests, reported } = context(JSON.parse('{}', () => ({ rateLimit: () => result })))
    expect((await proxy(post())).status).toBe(429)
    expect(requests).toEqual([])
    expect(reported.map(({ error, context: { status, code } }) => [error.message, status, code])).toEqual([
      [`\`rateLimit\` returned ${type}. Expected true, false or { retryAfter }.`, 429, 'rate_limited'],
    ])
  })

  it.each([[false], [{ retryAfter: 2 }]])(
    'answers 429 for %j without a report to onError',
    async (result) => {
      const { proxy, reported } = context({ rateLimit: () => result })
      expect((await proxy(post())).status).toBe(429)
      expect(reported).toEqual([])
    },
  )

  it('answers 500 when it throws', async () => {
    const { proxy, requests, reported } = context({
      rateLimit: () => Promise.reject(new Error('redis is down')),
    })
    expect((await proxy(post())).status).toBe(500)
    expect(requests).toEqual([])
    expect(reported.map(({ context: { code } }) => code)).toEqual(['rate_limit_failed'])
  })

  it('is not called after a denial', async () => {
    let calls = 0
    const { proxy } = context({ authorize: () => false, rateLimit: () => ++calls > 0 })
    await proxy(post())
    expect(calls).toBe(0)
  })
})
