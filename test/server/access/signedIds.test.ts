import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { VideoProxyOptions } from 'react-video-task/server'
import {
  createTestProxy,
  errorCode,
  get,
  mp4Response,
  post,
  SECRET,
  TASK,
  userOf,
  type UpstreamRequest,
} from '../support/createTestProxy.js'

const ann = { 'x-user': 'ann' }
const bob = { 'x-user': 'bob' }
const OTHER = 'another-secret-of-the-tests-0123456789'

const upstream = ({ url }: UpstreamRequest) =>
  url.endsWith('/content') ? mp4Response() : Response.json(TASK)
const start = (
  options: Partial<VideoProxyOptions> = {},
  answer: (request: UpstreamRequest) => Response | Promise<Response> = upstream,
) => createTestProxy(answer, { secret: SECRET, authorize: userOf, ...options })

type Proxy = ReturnType<typeof start>['proxy']

async function idOf(proxy: Proxy, headers = ann): Promise<string> {
  const response = await proxy(post(headers))
  const task: unknown = await response.json()
  if (typeof task !== 'object' || task === null || !('id' in task)) throw new Error('No id')
  return String(task.id)
}

describe('a signed id', () => {
  it("replaces the API's id in every answer", async () => {
    const { proxy, requests } = start({}, () => Response.json({ ...TASK, task_id: 'task_1' }))
    const id = await idOf(proxy)
    expect(id).toMatch(/^task_[\w-]{60,}$/)
    const task: unknown = await (await proxy(get(`/videos/${id}`, ann))).json()
    expect(task).toEqual({ ...TASK, id, task_id: id })
    expect(requests.at(-1)?.url).toBe('https://upstream.test/v1/videos/task_1')
  })

  it('works on the content route', async () => {
    const { proxy, requests } = start()
    const id = await idOf(proxy)
    expect((await proxy(get(`/videos/${id}/content`, ann))).status).toBe(200)
    expect(requests.at(-1)?.url).toBe('https://upstream.test/v1/videos/task_1/content')
  })

  it('works for its owner only, on every instance without a store', async () => {
    const id = await idOf(start().proxy)
    const { proxy, requests } = start()
    expect((await proxy(get(`/videos/${id}`, ann))).status).toBe(200)
    for (const path of [`/videos/${id}`, `/videos/${id}/content`]) {
      const response = await proxy(get(path, bob))
      expect(response.status).toBe(404)
      expect(await errorCode(response)).toBe('task_not_exist')
    }
    expect(requests).toHaveLength(1)
  })

  it('works for none of many other users', async () => {
    const { proxy } = start()
    const id = await idOf(proxy)
    const statuses = await Promise.all(
      Array.from({ length: 100 }, async (_, index) => {
        const response = await proxy(get(`/videos/${id}`, { 'x-user': `user ${index}` }))
        return response.status
      }),
    )
    expect(new Set(statuses)).toEqual(new Set([404]))
  })

  it('is made of an id of up to 2000 characters, and a longer one is reported as unusable', async () => {
    const { proxy } = start({}, () => Response.json({ ...TASK, id: 'x'.repeat(2000) }))
    expect((await proxy(get(`/videos/${await idOf(proxy)}`, ann))).status).toBe(200)
    const long = start({}, () => Response.json({ ...TASK, id: 'x'.repeat(2001) }))
    const response = await long.proxy(post(ann))
    expect([response.status, await errorCode(response)]).toEqual([502, 'upstream_invalid_answer'])
  })

  it('works for any caller where authorize returns true', async () => {
    const id = await idOf(start().proxy)
    expect((await start({ authorize: () => true }).proxy(get(`/videos/${id}`))).status).toBe(200)
  })

  it('of a task created without a user works for no user', async () => {
    const id = await idOf(start({ authorize: () => true }).proxy)
    expect((await start({ authorize: () => true }).proxy(get(`/videos/${id}`))).status).toBe(200)
    expect((await start().proxy(get(`/videos/${id}`, ann))).status).toBe(404)
  })

  it('does not reveal its owner', async () => {
    const id = await idOf(start().proxy, { 'x-user': 'ann@example.com' })
    expect(atob(id.slice(5).replaceAll('-', '+').replaceAll('_', '/'))).not.toContain('ann')
  })

  it.each([
    ['the id of the API', () => 'task_1'],
    ['nothing but the prefix', () => 'task_'],
    ['cut short', (id: string) => id.slice(0, -4)],
    ['cut down to its head', (id: string) => id.slice(0, 70)],
    ['with more at its end', (id: string) => `${id}AAAA`],
    ['with another first byte', (id: string) => `task_B${id.slice(6)}`],
    ['with another owner in it', (id: string) => `${id.slice(0, 8)}AAAAAAAA${id.slice(16)}`],
    ['with another prefix', (id: string) => `vide_${id.slice(5)}`],
    ['padded', (id: string) => `${id}=`],
    ['in lower case', (id: string) => id.toLowerCase()],
    ['twice', (id: string) => id + id],
  ])('that is %s is refused without an upstream request', async (_, forge) => {
    const { proxy, requests } = start()
    const id = forge(await idOf(proxy))
    for (const request of [get(`/videos/${id}`, ann), get(`/videos/${id}/content`, ann)]) {
      const response = await proxy(request)
      expect(response.status).toBe(404)
      expect(await errorCode(response)).toBe('task_not_exist')
    }
    expect((await start({ authorize: () => true }).proxy(get(`/videos/${id}`))).status).toBe(404)
    expect(requests).toHaveLength(1)
  })

  it('is refused with any single character changed', async () => {
    const { proxy, requests } = start()
    const id = await idOf(proxy)
    const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    await fc.assert(
      fc.asyncProperty(fc.nat(id.length - 6), fc.constantFrom(...digits), async (offset, digit) => {
        const at = 5 + offset
        fc.pre(id[at] !== digit)
        const forged = id.slice(0, at) + digit + id.slice(at + 1)
        expect((await proxy(get(`/videos/${forged}`, ann))).status).toBe(404)
      }),
      { numRuns: 200 },
    )
    expect(requests).toHaveLength(1)
  })

  it('of another secret is refused, unless that secret is listed', async () => {
    const old = await idOf(start({ secret: OTHER }).proxy)
    expect((await start().proxy(get(`/videos/${old}`, ann))).status).toBe(404)
    const both = start({ secret: [SECRET, OTHER] }).proxy
    expect((await both(get(`/videos/${old}`, ann))).status).toBe(200)
    expect((await both(get(`/videos/${old}`, bob))).status).toBe(404)
    const fresh = await idOf(both)
    expect((await start().proxy(get(`/videos/${fresh}`, ann))).status).toBe(200)
  })

  it('stays the same when the API answers with another id', async () => {
    const answers = [TASK, { ...TASK, id: 'internal_9', task_id: 'task_1' }]
    const { proxy } = start({}, () => Response.json(answers.shift()))
    const id = await idOf(proxy)
    const task: unknown = await (await proxy(get(`/videos/${id}`, ann))).json()
    expect(task).toMatchObject({ id, task_id: id })
  })

  it.each([
    ['a number', { id: 42, status: 'queued' }, '42'],
    ['in an envelope', { code: 'success', data: { task_id: 't7', status: 'SUBMITTED' } }, 't7'],
    ['long and odd', { id: `${'x'.repeat(150)}/é==`, status: 'queued' }, `${'x'.repeat(150)}/é==`],
  ])("stands for an API's id that is %s", async (_, body, raw) => {
    const { proxy, requests } = start({}, () => Response.json(body))
    const created = await (await proxy(post(ann))).text()
    const id = /task_[\w-]{60,}/.exec(created)?.[0] ?? ''
    const response = await proxy(get(`/videos/${id}`, ann))
    expect(response.status).toBe(200)
    expect(await response.text()).toContain(id)
    expect(requests.at(-1)?.url).toBe(`https://upstream.test/v1/videos/${encodeURIComponent(raw)}`)
  })

  it.each([['..'], ['../../models'], ['a\\..\\b'], ['%2e%2e']])(
    'is not made for %j, which could lead to another path',
    async (id) => {
      const { proxy } = start({}, () => Response.json({ ...TASK, id }))
      const response = await proxy(post(ann))
      expect(response.status).toBe(502)
      expect(await errorCode(response)).toBe('upstream_invalid_answer')
    },
  )

  it('does not replace the id inside a longer string', async () => {
    const { proxy } = start({}, () =>
      Response.json({ ...TASK, status: 'completed', video_url: 'https://cdn.test/task_1.mp4' }),
    )
    const id = await idOf(proxy)
    expect(await (await proxy(get(`/videos/${id}`, ann))).json()).toMatchObject({
      video_url: 'https://cdn.test/task_1.mp4',
    })
  })

  it('is not made from an error of the API', async () => {
    const error = { error: { message: 'No credit', type: 'x', param: null, code: 'insufficient_quota' } }
    const { proxy } = start({}, () => Response.json(error, { status: 422 }))
    const response = await proxy(post(ann))
    expect(response.status).toBe(422)
    expect(await response.json()).toEqual(error)
  })
})

describe('the secret option', () => {
  it.each([[''], ['too short'], [[]], [['x'.repeat(40), 'short']], [7], [null]])(
    'throws for %j without showing it',
    (secret) => {
      const options: Partial<VideoProxyOptions> = JSON.parse('{}', () => ({ secret }))
      expect(() => start(options)).toThrow(expect.objectContaining({ code: 'invalid_options' }))
      expect(() => start(options)).not.toThrow(/too short|xxxx/)
    },
  )
})
