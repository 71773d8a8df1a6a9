import { describe, expect, it } from 'vitest'
import { BASE, createVendor, KEY } from './support/createVendor.js'

const good = { model: 'wan2.6', prompt: 'A lake' }

interface Wrong {
  why: string
  fields: Record<string, string | Blob>
  status: number
  param: string | null
  code: string
}

const wrong: Wrong[] = [
  {
    why: 'no model',
    fields: { prompt: 'x' },
    status: 400,
    param: 'model',
    code: 'missing_required_parameter',
  },
  {
    why: 'an empty model',
    fields: { ...good, model: '' },
    status: 400,
    param: 'model',
    code: 'missing_required_parameter',
  },
  {
    why: 'a model nobody serves',
    fields: { ...good, model: 'sora-9' },
    status: 503,
    param: null,
    code: 'model_not_found',
  },
  {
    why: 'a model called __proto__',
    fields: { ...good, model: '__proto__' },
    status: 503,
    param: null,
    code: 'model_not_found',
  },
  {
    why: 'no prompt',
    fields: { model: 'wan2.6' },
    status: 400,
    param: 'prompt',
    code: 'missing_required_parameter',
  },
  {
    why: 'a blank prompt',
    fields: { ...good, prompt: ' \n\t' },
    status: 400,
    param: 'prompt',
    code: 'missing_required_parameter',
  },
  {
    why: 'a prompt of 100,000 characters',
    fields: { ...good, prompt: 'x'.repeat(100_000) },
    status: 400,
    param: 'prompt',
    code: 'string_above_max_length',
  },
  {
    why: 'a file as the prompt',
    fields: { ...good, prompt: new Blob(['x']) },
    status: 400,
    param: 'prompt',
    code: 'invalid_value',
  },
  {
    why: 'seconds wan2.6 does not make',
    fields: { ...good, seconds: '7' },
    status: 400,
    param: 'seconds',
    code: 'invalid_value',
  },
  {
    why: 'seconds wan2.7 does not make',
    fields: { ...good, model: 'wan2.7', seconds: '16' },
    status: 400,
    param: 'seconds',
    code: 'invalid_value',
  },
  {
    why: 'seconds that are not a number',
    fields: { ...good, seconds: 'five' },
    status: 400,
    param: 'seconds',
    code: 'invalid_value',
  },
  {
    why: 'a size wan2.7 does not make',
    fields: { ...good, model: 'wan2.7', size: '1088x832' },
    status: 400,
    param: 'size',
    code: 'invalid_value',
  },
  {
    why: 'a size that is not one',
    fields: { ...good, size: 'large' },
    status: 400,
    param: 'size',
    code: 'invalid_value',
  },
]

describe('a create', () => {
  it.each(wrong)('with $why is answered $status $code', async ({ fields, status, param, code }) => {
    const { create, emulator } = createVendor()
    const response = await create(fields)
    expect(response.status).toBe(status)
    const { error } = await response.json()
    expect(Object.keys(error)).toEqual(['message', 'type', 'param', 'code'])
    expect(error).toMatchObject({ type: expect.any(String), param, code })
    expect(error.message).toMatch(/\(request id: \w+\)$/)
    expect(emulator.requests[0]).not.toHaveProperty('taskId', expect.anything())
  })

  it.each<Record<string, string>>([
    { model: 'wan2.6', seconds: '15', size: '1248x1632' },
    { model: 'wan2.7', seconds: '2', size: '1440x1440' },
    { model: 'wan2.7', seconds: '15', size: '720x1280' },
    { model: 'wan2.6', prompt: 'x'.repeat(5000) },
    { model: 'wan2.6', negative_prompt: 'rain' },
  ])('takes what the model makes: %o', async (fields) => {
    const { create } = createVendor()
    expect((await create({ prompt: 'A lake', ...fields })).status).toBe(200)
  })

  it.each([
    ['JSON', 'application/json', JSON.stringify(good)],
    ['a form in the encoding of a query', 'application/x-www-form-urlencoded', 'model=wan2.6&prompt=x'],
    ['multipart without a boundary', 'multipart/form-data', 'model=wan2.6'],
    ['multipart that is cut short', 'multipart/form-data; boundary=b', '--b\r\nContent-Disposition: form-'],
    ['nothing', undefined, undefined],
  ])('refuses %s as its body', async (_, type, body) => {
    const { ask } = createVendor()
    const response = await ask('/videos', {
      method: 'POST',
      body,
      headers: type ? { 'content-type': type } : {},
    })
    expect(response.status).toBe(400)
    expect((await response.json()).error).toMatchObject({ code: 'invalid_request', param: null })
  })
})

describe('a caller', () => {
  const authorizations = [undefined, '', KEY, `Basic ${KEY}`, 'Bearer', 'Bearer sk-wrong', `Bearer ${KEY}x`]

  it.each(authorizations)(
    'with the authorization %j is answered 401 without an echo',
    async (authorization) => {
      const { emulator } = createVendor()
      emulator.addTask({ id: 't', state: { status: 'completed' } })
      const headers = new Headers(authorization === undefined ? {} : { authorization })
      for (const [method, path] of [
        ['POST', ''],
        ['GET', '/t'],
        ['GET', '/t/content'],
        ['GET', '/nobody'],
      ]) {
        const response = await emulator.fetch(`${BASE}/videos${path}`, { method, headers })
        expect(response.status).toBe(401)
        const text = await response.text()
        expect(JSON.parse(text).error).toMatchObject({ code: 'invalid_api_key' })
        expect(text).not.toContain('sk-')
      }
    },
  )

  it('needs no key when the emulator asks for none', async () => {
    const { emulator } = createVendor({ apiKey: false })
    emulator.addTask({ id: 't' })
    expect((await emulator.fetch(`${BASE}/videos/t`)).status).toBe(200)
  })

  it('needs sk-emulator when nothing was said', async () => {
    const { emulator } = createVendor({ apiKey: undefined })
    emulator.addTask({ id: 't' })
    const headers = { authorization: 'Bearer sk-emulator' }
    expect((await emulator.fetch(`${BASE}/videos/t`, { headers })).status).toBe(200)
  })
})
