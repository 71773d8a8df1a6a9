import { describe, expect, it } from 'vitest'
import { createTestProxy, get, KEY, post, userOf } from '../support/createTestProxy.js'

/** What a caller gets of an answer of the API, as text: `JSON.parse` would round it again. */
async function shown(text: string): Promise<string> {
  const { proxy } = createTestProxy(
    () => new Response(text, { headers: { 'content-type': 'application/json' } }),
  )
  const response = await proxy(get('/videos/t1'))
  expect(response.status).toBe(200)
  const shown = await response.text()
  // What the proxy adds to a task that names neither.
  expect(shown).toContain(ADDED)
  return shown.replace(ADDED, '')
}

const ADDED = ',"object":"video","progress":0'

const INTEGERS = ['9007199254740993', '9223372036854775807', '-9223372036854775808', '18446744073709551615']

describe("an integer beyond 2^53 in the API's answer", () => {
  it.each(INTEGERS)('%s keeps its digits where the key is removed', async (digits) => {
    const text = `{"id":"t1","status":"queued","seed":${digits},"seeds":[${digits}, {"a": ${digits}}],"echo":${JSON.stringify(KEY)}}`
    expect(await shown(text)).toBe(
      `{"id":"t1","status":"queued","seed":${digits},"seeds":[${digits},{"a":${digits}}],"echo":"[redacted]"}`,
    )
  })

  it.each(INTEGERS)('%s keeps its digits where a field of the gateway is removed', async (digits) => {
    const text = `{"id":"t1","channel_id":7,"status":"queued","seed" : ${digits}}`
    expect(await shown(text)).toBe(`{"id":"t1","status":"queued","seed":${digits}}`)
  })

  it('keeps its digits among values of every kind', async () => {
    const rest =
      '"a":[null,true,false,1.5,-0.25,1e+21,"é\\n\\"9007199254740993",{},[]],"":"x","b":"12345678901234567890"'
    const text = `{"id":"t1","status":"queued",${rest},"seed":9007199254740993}`
    expect(await shown(text.replace('{', '{"quota":1,'))).toBe(text)
  })

  it('is the id of a task in a list, whose owner finds it', async () => {
    const id = '9007199254740993'
    const { proxy } = createTestProxy(
      ({ method }) =>
        new Response(
          method === 'POST' ? `{"id":${id},"status":"queued"}` : `{"data":[{"id":${id},"status":"queued"}]}`,
        ),
      { authorize: userOf, routes: ['list'] },
    )
    const ann = { 'x-user': 'ann' }
    expect(await (await proxy(post(ann))).json()).toMatchObject({ id })
    expect(await (await proxy(get('/videos', ann))).json()).toMatchObject({ data: [{ id }] })
    expect(await (await proxy(get(`/videos/${id}`, ann))).json()).toMatchObject({ id })
  })

  it('keeps its digits beside numbers that no double holds', async () => {
    const digits = '9'.repeat(400)
    const text = `{"id":"t1","quota":1,"status":"queued","seed":9007199254740993,"odd":${digits},"odder":1e999}`
    expect(await shown(text)).toBe(
      `{"id":"t1","status":"queued","seed":9007199254740993,"odd":null,"odder":null}`,
    )
  })
})
