import { describe, expect, it } from 'vitest'
import { createTestProxy, errorCode, get, KEY, post, TASK } from '../support/createTestProxy.js'
import { serve } from '../support/serve.js'

/** Messages of gateways of the new-api family. The names in them must not reach a caller. */
const MESSAGES: [string, string][] = [
  ['of one-api', '当前分组 secret-vip 下对于模型 wan2.6 无可用渠道'],
  ['of new-api', '分组 secret-vip 下模型 wan2.6 无可用渠道（distributor）'],
  ['in traditional characters', '分組 secret-vip 下模型 wan2.6 無可用管道（distributor）'],
  ['in English', 'No available channel for model wan2.6 under group secret-vip (distributor)'],
  [
    'about a failed choice of channel',
    'Failed to get available channels for model wan2.6 under group secret-vip: record not found',
  ],
  ['about load', 'Current group upstream load is saturated, please try again later: secret-vip'],
  ['about load, in Chinese', '当前分组上游负载已饱和，请稍后再试 secret-vip'],
  ['about a channel by number', 'channel #17 secret-vip: upstream error'],
  ['about a disabled channel', '渠道 secret-vip（#17）已被禁用'],
  ['about the account', 'user quota is not enough, remaining quota: $0.10 secret-vip'],
  ['about the account, in Chinese', '用户额度不足, 剩余额度: ＄0.10 secret-vip'],
  ['that is JSON inside a string', '{"error":{"message":"No available channel under group secret-vip"}}'],
]

const SHAPES: [string, (text: string) => unknown][] = [
  [
    'the envelope',
    (message) => ({ error: { message, type: 'new_api_error', param: null, code: 'get_channel_failed' } }),
  ],
  ['a flat object', (message) => ({ code: 'get_channel_failed', message, data: null })],
  ['a bare error', (error) => ({ error })],
  ['a detail', (detail) => ({ detail })],
  ['a list of errors', (message) => ({ errors: [{ message }] })],
  ['an inner error', (info) => ({ error: { message: 'upstream', inner: { info } } })],
]

const ask = async (body: unknown, status: number, headers: HeadersInit = {}) => {
  const upstream = await serve(() => Response.json(body, { status, headers }))
  const { proxy } = createTestProxy(undefined, { baseURL: `${upstream}/v1`, fetch: undefined })
  const origin = await serve(proxy)
  return fetch(`${origin}/videos/t1`)
}

describe("gateway details in the API's answers", () => {
  it.each(MESSAGES)('replaces a message %s by a generic one, in every error shape', async (_, text) => {
    for (const [, shape] of SHAPES) {
      const response = await ask(shape(text), 503)
      expect(response.status).toBe(503)
      const shown = await response.text()
      expect(shown).not.toMatch(/secret-vip|渠道|分组|channel (?!_)|group|quota/i)
      expect(shown).toContain('The video service is not available at the moment.')
    }
  })

  it('keeps code, type and request id beside a replaced message', async () => {
    const error = {
      message: '当前分组 secret-vip 下对于模型 wan2.6 无可用渠道 (request id: 2025082215093026)',
      type: 'new_api_error',
      param: 'model',
      code: 'model_not_found',
    }
    const response = await ask({ error }, 503, { 'x-oneapi-request-id': '2025082215093026' })
    expect(response.headers.get('x-oneapi-request-id')).toBe('2025082215093026')
    expect(await response.json()).toEqual({
      error: {
        ...error,
        message: 'This model is not available at the moment. (request id: 2025082215093026)',
      },
    })
  })

  it('replaces the message of a failed task', async () => {
    const { proxy } = createTestProxy(() =>
      Response.json({
        ...TASK,
        status: 'failed',
        error: { message: '渠道 secret-vip 返回错误', code: 'upstream_error' },
      }),
    )
    expect(await (await proxy(get('/videos/t1'))).json()).toMatchObject({
      status: 'failed',
      error: { message: 'The video could not be made.', code: 'upstream_error' },
    })
  })

  it("removes the gateway's own fields from a task record", async () => {
    const data = { task_id: 't1', status: 'FAILURE', fail_reason: 'channel 7 is gone', progress: '100%' }
    const gatewayFields = {
      channel_id: 7,
      group: 'secret-vip',
      quota: 500,
      user_id: 3,
      username: 'shop',
      token_name: 'prod',
    }
    const { proxy } = createTestProxy(() =>
      Response.json({ code: 'success', data: { ...data, ...gatewayFields } }),
    )
    expect(await (await proxy(get('/videos/t1'))).json()).toEqual({
      ...{ id: 't1', object: 'video', task_id: 't1', status: 'failed', progress: 100 },
      fail_reason: 'The video could not be made.',
      error: { message: 'The video could not be made.' },
    })
  })

  it.each([
    ['a prompt about a channel', { prompt: 'A news channel, the current group of anchors' }],
    ['a URL', { status: 'completed', video_url: 'https://cdn.test/channel/group/v.mp4' }],
    [
      'an error that helps the viewer',
      {
        status: 'failed',
        error: { message: 'The audio channel is silent; the prompt names a protected group.' },
      },
    ],
    [
      "a group inside the model's own result",
      { result: { shots: [{ group: 'a', channel: 'b' }] }, metadata: { group: 'c' } },
    ],
  ])('leaves %s unchanged', async (_, fields) => {
    const { proxy } = createTestProxy(() => Response.json({ ...TASK, ...fields }))
    expect(await (await proxy(get('/videos/t1'))).json()).toEqual({ ...TASK, ...fields, id: 't1' })
  })
})

describe("an API error about the server's own key", () => {
  const refusal = {
    error: { message: `Invalid token [sk-can***&%] (request id: abc123)`, type: 'new_api_error', code: '' },
  }

  it.each([[401], [402], [403]])(
    'answers 502 instead of %i, which clients would read as a lost session',
    async (status) => {
      for (const request of [get('/videos/t1'), get('/videos/t1/content'), post()]) {
        const { proxy, reported } = createTestProxy(() => Response.json(refusal, { status }))
        const response = await proxy(request)
        expect(response.status).toBe(502)
        expect(response.headers.get('x-request-id')).toBe('abc123')
        expect(response.headers.has('www-authenticate')).toBe(false)
        expect(await errorCode(response)).toBe('upstream_unauthorized')
        expect(reported).toHaveLength(1)
        const { error, context } = reported[0] ?? {}
        expect(context).toMatchObject({ status: 502, code: 'upstream_unauthorized' })
        expect(error?.cause).toMatchObject({
          message: expect.stringContaining(`The video API answered ${status}`),
        })
      }
    },
  )

  it('reports the reason to onError without the key', async () => {
    const escaped = [...KEY].map((char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')
    for (const echo of [KEY, escaped, 'sk-can***&%']) {
      const { proxy, reported } = createTestProxy(
        () => new Response(`{"error":{"message":"Wrong key ${echo} here"}}`, { status: 401 }),
      )
      await proxy(get('/videos/t1'))
      const cause = reported[0]?.error.cause
      expect(String(cause)).toContain('Wrong key [redacted] here')
      expect(String(cause)).not.toMatch(/can/)
    }
  })
})
