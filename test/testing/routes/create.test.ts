import { describe, expect, it } from 'vitest'
import { BASE, createTestApi, KEY } from '../support/createTestApi.js'

const good = { model: 'wan2.6', prompt: 'A lake' }

interface InvalidCreate {
  reason: string
  fields: Record<string, string | Blob>
  status: number
  param: string | null
  code: string
}

const invalid: InvalidCreate[] = [
  {
    reason: 'an unknown model',
    fields: { ...good, model: 'sora-9' },
    status: 503,
    param: null,
    code: 'model_not_found',
  },
  {
    reason: 'a model called __proto__',
    fields: { ...good, model: '__proto__' },
    status: 503,
    param: null,
    code: 'model_not_found',
  },
  {
    reason: 'no prompt',
    fields: { model: 'wan2.6' },
    status: 400,
    param: 'prompt',
    code: 'missing_required_parameter',
  },
  {
    reason: 'a blank prompt',
    fields: { ...good, prompt: ' \n\t' },
    status: 400,
    param: 'prompt',
    code: 'missing_required_parameter',
  },
  {
    reason: 'a prompt of 100,000 characters',
    fields: { ...good, prompt: 'x'.repeat(100_000) },
    status: 400,
    param: 'prompt',
    code: 'string_above_max_length',
  },
  {
    reason: 'a file as the prompt',
    fields: { ...good, prompt: new Blob(['x']) },
    status: 400,
    param: 'prompt',
    code: 'invalid_value',
  },
  {
    reason: 'seconds that wan2.6 does not support',
    fields: { ...good, seconds: '7' },
    status: 400,
    param: 'seconds',
    code: 'invalid_value',
  },
  {
    reason: 'seconds that wan2.7 does not support',
    fields: { ...good, model: 'wan2.7', seconds: '16' },
    status: 400,
    param: 'seconds',
    code: 'invalid_value',
  },
  {
    reason: 'seconds that are not a number',
    fields: { ...good, seconds: 'five' },
    status: 400,
    param: 'seconds',
    code: 'invalid_value',
  },
  {
    reason: 'a size that wan2.7 does not support',
    fields: { ...good, model: 'wan2.7', size: '1088x832' },
    status: 400,
    param: 'size',
    code: 'invalid_value',
  },
  {
    reason: 'a size that is no size',
    fields: { ...good, size: 'large' },
    status: 400,
    param: 'size',
    code: 'invalid_value',
  },
]

describe('a create', () => {
  it.each(invalid)('with $reason gets $status $code', async ({ fields, status, param, code }) => {
    const { create, emulator } = createTestApi()
    const response = await create(fields)
    expect(response.status).toBe(status)
    const { error } = await response.json()
    expect(Object.keys(error)).toEqual(['message', 'type', 'param', 'code'])
    expect(error).toMatchObject({ type: expect.any(String), param, code })
    expect(error.message).toMatch(/\(request id: \w+\)$/)
    expect(emulator.requests[0]).not.toHaveProperty('taskId', expect.anything())
  })

  it.each<Record<string, string>>([{ prompt: 'A lake' }, { prompt: 'A lake', model: '' }])(
    'that names no model, such as %j, is one of sora-2',
    async (fields) => {
      const { create } = createTestApi()
      const response = await create(fields)
      expect(response.status).toBe(200)
      expect(await response.json()).toMatchObject({ model: 'sora-2', seconds: '4', size: '1280x720' })
      const lite = await createTestApi({ gateway: 'litellm' }).create(fields)
      expect(lite.status).toBe(400)
      expect((await lite.json()).error).toMatchObject({ param: 'model' })
    },
  )

  it.each<Record<string, string>>([
    { model: 'wan2.6', seconds: '15', size: '1248x1632' },
    { model: 'wan2.7', seconds: '2', size: '1440x1440' },
    { model: 'wan2.7', seconds: '15', size: '720x1280' },
    { model: 'wan2.6', prompt: 'x'.repeat(10_000) },
    { model: 'wan2.6', negative_prompt: 'rain' },
  ])('with the supported fields %o gets 200', async (fields) => {
    const { create } = createTestApi()
    expect((await create({ prompt: 'A lake', ...fields })).status).toBe(200)
  })

  it.each(['APPLICATION/JSON', 'application/json;charset=utf-8', 'application/json ; charset=utf-8'])(
    'of the content type %s is read as JSON, in which a null is a field that is missing',
    async (type) => {
      const { ask, emulator } = createTestApi({ gateway: 'litellm' })
      const body = JSON.stringify({ ...good, seconds: null, size: null })
      const response = await ask('/videos', { method: 'POST', body, headers: { 'content-type': type } })
      expect(response.status).toBe(200)
      expect(emulator.tasks).toMatchObject([{ seconds: '5', size: '1920x1080' }])
    },
  )

  it.each([
    ['JSON', 'application/json', JSON.stringify(good)],
    ['a URL-encoded form', 'application/x-www-form-urlencoded', 'model=wan2.6&prompt=x'],
    ['multipart without a boundary', 'multipart/form-data', 'model=wan2.6'],
    ['another type of JSON', 'application/jsonp', JSON.stringify(good)],
    ['truncated multipart', 'multipart/form-data; boundary=b', '--b\r\nContent-Disposition: form-'],
    ['no body', undefined, undefined],
  ])('with %s as its body gets 400 invalid_request', async (_, type, body) => {
    const { ask } = createTestApi()
    const response = await ask('/videos', {
      method: 'POST',
      body,
      headers: type ? { 'content-type': type } : {},
    })
    expect(response.status).toBe(400)
    expect((await response.json()).error).toMatchObject({ code: 'invalid_request', param: null })
  })
})

describe('a request', () => {
  const authorizations = [undefined, '', KEY, `Basic ${KEY}`, 'Bearer', 'Bearer sk-wrong', `Bearer ${KEY}x`]

  it.each(authorizations)(
    'with the authorization %j gets 401, and the key is not echoed',
    async (authorization) => {
      const { emulator } = createTestApi()
      emulator.addTask({ id: 't', state: { status: 'completed' } })
      const headers = new Headers(authorization === undefined ? {} : { authorization })
      for (const [method, path] of [
        ['POST', ''],
        ['GET', '/t'],
        ['GET', '/t/content'],
        ['GET', '/unknown'],
      ]) {
        const response = await emulator.fetch(`${BASE}/videos${path}`, { method, headers })
        expect(response.status).toBe(401)
        const text = await response.text()
        expect(JSON.parse(text).error).toMatchObject({ code: 'invalid_api_key' })
        expect(text).not.toContain('sk-')
      }
    },
  )

  it('needs no key if apiKey is false', async () => {
    const { emulator } = createTestApi({ apiKey: false })
    emulator.addTask({ id: 't' })
    expect((await emulator.fetch(`${BASE}/videos/t`)).status).toBe(200)
  })

  it('needs the key sk-emulator by default', async () => {
    const { emulator } = createTestApi({ apiKey: undefined })
    emulator.addTask({ id: 't' })
    const headers = { authorization: 'Bearer sk-emulator' }
    expect((await emulator.fetch(`${BASE}/videos/t`, { headers })).status).toBe(200)
  })
})

describe('the body of a create', () => {
  const image = (size: number) => new File([new Uint8Array(size)], 'lake.png', { type: 'image/png' })

  it('is answered with 413 above maxBodyBytes, which names the limit and the option', async () => {
    const { create, emulator } = createTestApi({ maxBodyBytes: 10_000 })
    expect((await create({ ...good, image: image(5_000) })).status).toBe(200)
    const response = await create({ ...good, image: image(10_000) })
    expect(response.status).toBe(413)
    const { error } = await response.json()
    expect(error).toMatchObject({ type: 'invalid_request_error', param: null, code: 'body_too_large' })
    expect(error.message).toMatch(/^The request body is larger than 10000 bytes, the `maxBodyBytes`/)
    expect(emulator.tasks).toHaveLength(1)
    expect(emulator.requests.map(({ status }) => status)).toEqual([200, 413])
  })

  it('is read no further than maxBodyBytes if it has no end', async () => {
    const { ask } = createTestApi({ maxBodyBytes: 100_000 })
    let sent = 0
    let isCancelled = false
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 10_000
        controller.enqueue(new Uint8Array(10_000))
      },
      cancel: () => void (isCancelled = true),
    })
    const headers = { 'content-type': 'multipart/form-data; boundary=b' }
    const init = { method: 'POST', headers, body, duplex: 'half' }
    const response = await ask('/videos', init)
    expect(response.status).toBe(413)
    expect(sent).toBeLessThan(200_000)
    expect(isCancelled).toBe(true)
  })

  it('takes pictures of 20 MB by default', async () => {
    const { create } = createTestApi()
    expect((await create({ ...good, image: image(20_000_000) })).status).toBe(200)
  })

  it('is not read for a caller without the key', async () => {
    const { emulator } = createTestApi({ maxBodyBytes: 10 })
    const response = await emulator.fetch(`${BASE}/videos`, { method: 'POST', body: 'x'.repeat(100) })
    expect(response.status).toBe(401)
  })

  it('cannot be limited to nothing', () => {
    expect(() => createTestApi({ maxBodyBytes: 0 })).toThrow(
      new RangeError('maxBodyBytes must be more than 0, got 0'),
    )
  })
})
