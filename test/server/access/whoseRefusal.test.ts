import { createVideoClient, isVideoTaskError } from 'react-video-task/client'
import { describeVideoTaskError } from 'react-video-task/messages'
import { createMemoryStore, type VideoProxyOptions } from 'react-video-task/server'
import { createVideoEmulator } from 'react-video-task/testing'
import { describe, expect, it } from 'vitest'
import { errorOf } from '../../support/errorOf.js'
import { SECRET } from '../support/createTestProxy.js'
import { serve } from '../support/serve.js'
import { serveProxy } from '../support/serveProxy.js'

/** A client of a proxy before the emulator, over HTTP. */
async function clientOf(options: Partial<VideoProxyOptions> = {}) {
  const baseURL = `${await serve(createVideoEmulator({ apiKey: 'sk-of-the-server' }).fetch)}/v1`
  const proxy = await serveProxy({ baseURL, secret: SECRET, ...options })
  return createVideoClient({ baseURL: proxy.baseURL, headers: { 'x-user': 'ann' } })
}

const CREATE = { model: 'wan2.7', prompt: 'A fox', seconds: 7 } as const

describe('what the proxy refuses', () => {
  it.each<[string, Partial<VideoProxyOptions>, Record<string, unknown>]>([
    [
      'name `input_reference` in `limits.params`',
      { limits: { models: ['wan2.7'] } },
      { input_reference: 'x' },
    ],
    ['or name others in `limits.models`', { limits: { models: ['wan2.6'] } }, {}],
    ['or name others in `limits.models`', { limits: { models: { 'wan2.7': { seconds: [5] } } } }, {}],
    ['or name others in `limits.seconds`', { limits: { seconds: [5], models: ['wan2.7'] } }, {}],
    ['`limits.promptLength`', { limits: { promptLength: 3 } }, {}],
    ['raise `maxBodyBytes`', { maxBodyBytes: 20 }, {}],
    ['its `authorizeCreate` refused it', { authorizeCreate: () => false }, {}],
    ['its `rateLimit` refused it', { rateLimit: () => false }, {}],
    ['name it in `allowedHosts`', { allowedHosts: ['app.example'] }, {}],
  ])('says so, and names the option: %s', async (option, options, params) => {
    const client = await clientOf(options)
    const error = await errorOf(() => client.create({ ...CREATE, ...params, model: String(CREATE.model) }))
    expect(error).toMatchObject({ name: 'VideoApiError', source: 'proxy' })
    expect(String(error)).toContain("This app's proxy answered 4")
    expect(String(error)).toContain(option)
    expect(String(error)).not.toContain('The video API answered')
  })

  it.each(['remix', 'list', 'delete'] as const)('names a route that is off: %s', async (route) => {
    const client = await clientOf()
    const { id } = await client.create(CREATE)
    const calls = {
      remix: () => client.remix(id, { prompt: 'night' }),
      list: () => client.list(),
      delete: () => client.delete(id),
    }
    const error = await errorOf(calls[route])
    expect(error).toMatchObject({ source: 'proxy' })
    expect(String(error)).toContain(`name '${route}' in \`routes\` of this app's proxy`)
  })

  it('is not that of the API, which is its own', async () => {
    const client = await clientOf()
    const error = await errorOf(() => client.create({ model: 'wan2.6', prompt: '' }))
    expect(error).toMatchObject({ name: 'VideoApiError', source: 'api', status: 400 })
    expect(String(error)).toContain('The video API answered 400')
  })

  it('is that of the app behind it, whose own Response keeps its status, text and headers', async () => {
    const refusal = () =>
      Response.json(
        { error: { message: 'Upgrade.', code: 'free_plan' } },
        { status: 402, headers: { 'x-plan': 'free' } },
      )
    for (const options of [{ authorize: refusal }, { authorizeCreate: refusal }]) {
      const client = await clientOf(options)
      const error = await errorOf(() => client.create(CREATE))
      expect(error).toMatchObject({ source: 'proxy', status: 402, code: 'free_plan' })
      expect(String(error)).toContain("This app's proxy answered 402 free_plan: Upgrade.")
    }
  })
})

describe('a wait', () => {
  it.each([36_000, 34_000, 90_061])('of a limiter arrives as it is: %d s', async (seconds) => {
    const client = await clientOf({ rateLimit: () => ({ retryAfter: seconds, code: 'daily_limit' }) })
    const error = await errorOf(() => client.create(CREATE))
    expect(error).toMatchObject({ code: 'daily_limit', status: 429, retryAfter: seconds * 1000 })
    const words = { daily_limit: { title: 'You made all videos of today.', action: 'Upgrade to make more.' } }
    if (!isVideoTaskError(error)) throw error
    expect(describeVideoTaskError(error, words)).toMatchObject({
      ...words.daily_limit,
      code: 'daily_limit',
      retryAfter: seconds * 1000,
    })
  })

  it.each(['daily limit', '', 7, 'x'.repeat(65)])('keeps the code of the proxy beside %j', async (code) => {
    const client = await clientOf({
      rateLimit: () => ({ retryAfter: 5, code: String(code) === '7' ? undefined : String(code) }),
    })
    expect(await errorOf(() => client.create(CREATE))).toMatchObject({
      code: 'rate_limited',
      retryAfter: 5_000,
    })
  })
})

describe('an unknown task', () => {
  it.each([{ secret: undefined }, { secret: undefined, owners: createMemoryStore() }])(
    'may be one that the proxy has forgotten, where owners are in memory: it is no reason to pay again',
    async (options) => {
      const client = await clientOf(options)
      const error = await errorOf(() => client.retrieve('task_of_yesterday'))
      expect(error).toMatchObject({ code: 'task_not_exist', status: 404, source: 'proxy' })
      expect(String(error)).toContain('a task from before may still be made, and is then billed')
      expect(String(error)).toContain('Pass `secret`, `tasks` or a lasting store as `owners`')
    },
  )

  it('is plainly unknown where nothing is forgotten', async () => {
    const error = await errorOf(async () => (await clientOf()).retrieve('task_of_yesterday'))
    expect(String(error)).not.toContain('memory')
  })
})
