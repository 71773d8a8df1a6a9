import { afterEach, describe, expect, it, vi } from 'vitest'
import { createTestProxy, get } from '../support/createTestProxy.js'

afterEach(() => void vi.useRealTimers())

const idOfUrl = (url: string) => url.slice(url.lastIndexOf('/') + 1)
const taskOf = (id: string) =>
  Response.json({ id, object: 'video', model: 'wan2.6', status: 'in_progress', progress: 40 })

/** A proxy whose API answers about a task when the test says so. */
function startSlowApi() {
  const waiting = new Map<string, (answer: Response) => void>()
  const { proxy, requests, reported } = createTestProxy(
    ({ url, init }) =>
      new Promise<Response>((resolve, reject) => {
        const id = idOfUrl(url)
        waiting.set(id, resolve)
        init.signal?.addEventListener('abort', () => {
          waiting.delete(id)
          reject(init.signal?.reason)
        })
      }),
    { cache: false },
  )
  const answer = (id: string) => waiting.get(id)?.(taskOf(id))
  return { proxy, requests, reported, waiting, answer }
}

const ask = (ids: string, init: RequestInit = {}) => new Request(`https://app.test/videos?ids=${ids}`, init)

const textOf = (chunk: Uint8Array | undefined) => new TextDecoder().decode(chunk)

function readerOf({ body }: Response) {
  if (!body) throw new Error('No body')
  return body.getReader()
}

describe('the answer about many tasks', () => {
  it('has each part once and waits for the next one, however slowly it is read', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const { proxy, waiting, answer } = startSlowApi()
    const reader = readerOf(await proxy(ask('a,b,c')))
    const head = await reader.read()
    const first = reader.read()
    await expect.poll(() => waiting.size).toBe(3)
    await vi.advanceTimersByTimeAsync(1_000)
    answer('a')
    await vi.waitFor(() => vi.advanceTimersByTimeAsync(5).then(() => first))
    // Two are ready before they are read.
    answer('b')
    answer('c')
    await vi.advanceTimersByTimeAsync(1_000)
    const chunks = [textOf(head.value), textOf((await first).value)]
    for (;;) {
      const next = reader.read()
      await vi.advanceTimersByTimeAsync(5)
      const { value, done } = await next
      if (done) break
      chunks.push(textOf(value))
    }
    const { data } = JSON.parse(chunks.join(''))
    expect(data.map(({ id }: { id: string }) => id)).toEqual(['a', 'b', 'c'])
    expect(chunks.map((chunk) => chunk.match(/"status":200/g)?.length ?? 0)).toEqual([0, 1, 2, 0])
  })

  it('is given up when the signal of its caller aborts', async () => {
    const { proxy, reported, waiting } = startSlowApi()
    const caller = new AbortController()
    const reader = readerOf(await proxy(ask('a,b,c', { signal: caller.signal })))
    await reader.read()
    void reader.read().catch(() => undefined)
    await expect.poll(() => waiting.size).toBe(3)
    caller.abort()
    await expect.poll(() => waiting.size).toBe(0)
    expect(reported).toEqual([])
  })

  it('asks the API for nothing where its caller has left before it is read', async () => {
    const { proxy, requests } = startSlowApi()
    const caller = new AbortController()
    const response = await proxy(ask('a,b', { signal: caller.signal }))
    caller.abort()
    const { data } = JSON.parse(await response.text())
    expect(data.map(({ status }: { status: number }) => status)).toEqual([499, 499])
    expect(requests).toEqual([])
  })
})

describe('the ids of a request for many tasks', () => {
  const status = async (query: string) => {
    const { proxy } = createTestProxy(({ url }) => taskOf(idOfUrl(url)))
    const response = await proxy(get(`/videos?${query}`))
    await response.text()
    return response.status
  }

  it.each([
    [50, 200],
    [51, 400],
  ])('may be %d: %d', async (count, expected) => {
    expect(await status(`ids=${Array.from({ length: count }, (_, at) => `t${at}`).join(',')}`)).toBe(expected)
  })

  it('may stand beside other parameters', async () => {
    expect(await status('v=2&ids=a,b&idset=3')).toBe(200)
  })

  it('are named as what is wrong', async () => {
    const { proxy } = createTestProxy()
    const { error } = await (await proxy(get('/videos?ids=a&ids=b'))).json()
    expect(error).toMatchObject({ code: 'invalid_param', param: 'ids' })
  })
})
