import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { describe, expect, it, vi } from 'vitest'
import {
  createVideoClient,
  createVideoTaskOptions,
  subscribeToVideoTasks,
  type VideoClient,
  videoTaskKeys,
  videoTaskOptions,
} from 'react-video-task'
import { parseVideoTask } from 'react-video-task/client'
import { errorOf } from '../support/errorOf.js'

const MP4 = new Uint8Array([0, 0, 0, 24, 102, 116, 121, 112, 105, 115, 111, 109])
const BASE = 'https://api.example/v1'

/** A page that watches the task `a` behind an API with these answers; the last one stays. */
function watchAnswers(
  answers: (() => Response)[],
  content: () => Response | Promise<Response> = () => new Response(MP4),
  isLinkable = false,
) {
  vi.useFakeTimers()
  const requests: string[] = []
  const client = createVideoClient({
    baseURL: BASE,
    fetch: async (input) => {
      const path = String(input).slice(BASE.length)
      requests.push(path)
      if (path.endsWith('/content')) return content()
      const answer = answers.length > 1 ? answers.shift() : answers[0]
      return answer?.() ?? Response.error()
    },
  })
  return { ...watch({ ...client, isLinkable }), requests }
}

function watch(client: VideoClient) {
  const queryClient = new QueryClient()
  const events: string[] = []
  subscribeToVideoTasks(
    queryClient,
    {
      onCompleted: () => events.push('completed'),
      onFailed: () => events.push('failed'),
    },
    { includeSettled: true },
  )
  const observer = new QueryObserver(queryClient, videoTaskOptions(client, 'a'))
  observer.subscribe(() => {})
  const advance = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1_000)
  return { queryClient, events, advance, current: () => observer.getCurrentResult() }
}

const json = (body: object) => () => Response.json(body)
const running = json({ id: 'a', status: 'in_progress', progress: 40 })
const done = json({ id: 'a', status: 'completed', progress: 100 })

describe('an accepted poll without a body', () => {
  it.each([
    ['202', () => new Response('', { status: 202 })],
    ['204', () => new Response(null, { status: 204 })],
  ])('keeps the task as it is: %s', async (_, empty) => {
    const { advance, current, requests } = watchAnswers([empty, running, empty])
    await advance(1)
    expect(current()).toMatchObject({ data: { id: 'a', status: 'queued', progress: 0 }, error: null })
    await advance(300)
    expect(current()).toMatchObject({ data: { status: 'in_progress', progress: 40 }, error: null })
    expect(requests.length).toBeGreaterThan(15)
  })
})

describe('a completed task without a URL', () => {
  it('is announced once its content route has answered with video', async () => {
    const contents = [
      () => Response.json({ error: { message: 'not ready' } }, { status: 400 }),
      () => Response.json({ error: 'none' }, { headers: { 'content-type': 'video/mp4' } }),
      () => new Response(''),
      () => new Response(MP4),
    ]
    const { advance, current, events, requests } = watchAnswers(
      [done],
      () => contents.shift()?.() ?? Response.error(),
    )
    await advance(1)
    expect(current().data).toMatchObject({ status: 'in_progress', progress: 99 })
    expect(current().data).not.toHaveProperty('raw_status')
    expect(events).toEqual([])
    await advance(60)
    expect(current().data).toMatchObject({ status: 'completed', progress: 100 })
    expect(events).toEqual(['completed'])
    expect(requests.filter((path) => path.endsWith('/content'))).toHaveLength(4)
    const count = requests.length
    await advance(600)
    expect(requests).toHaveLength(count)
  })

  it('is stalled, and polled no more, after two minutes in which the content route had no video', async () => {
    const { advance, current, events, requests } = watchAnswers(
      [done],
      () => new Response('', { status: 404 }),
    )
    await advance(100)
    expect(current().data?.observed?.stalled).toBeUndefined()
    await advance(60)
    expect(current().data).toMatchObject({ status: 'in_progress', observed: { stalled: expect.any(Number) } })
    const count = requests.length
    expect(count).toBeLessThanOrEqual(80)
    await advance(600)
    expect(requests).toHaveLength(count)
    expect(events).toEqual([])
  })

  it('is never announced while the content route does not answer', async () => {
    const { advance, current, events } = watchAnswers([done], () => {
      throw new TypeError('refused')
    })
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('refused')))
    await advance(2_400)
    expect(events).toEqual([])
    expect(current().data).toMatchObject({ status: 'in_progress', observed: { stalled: expect.any(Number) } })
  })

  it.each([
    ['is announced where only a media element can read the content route', true, ['completed']],
    ['is not announced where the content route needs headers that a media element cannot send', false, []],
  ])('%s', async (_, isLinkable, announced) => {
    const throwing = () => {
      throw new TypeError('no CORS')
    }
    const { advance, events } = watchAnswers([done], throwing, isLinkable)
    vi.stubGlobal('fetch', (_: string, { mode }: RequestInit) =>
      mode === 'no-cors' ? Promise.resolve(new Response()) : Promise.reject(new TypeError('no CORS')),
    )
    await advance(1)
    expect(events).toEqual(announced)
  })

  it.each([
    ['does not answer', () => new Promise<Response>(() => {})],
    ['sends no byte', () => new Response(new ReadableStream({}))],
  ])('fails a poll after 30 s whose content route %s', async (_, content) => {
    const { advance, current } = watchAnswers([done], content)
    await advance(29)
    expect(current()).toMatchObject({ data: undefined, error: null })
    await advance(2)
    expect(current()).toMatchObject({ data: undefined, error: { code: 'timeout', retryable: true } })
  })

  it('is not asked again once it is completed', async () => {
    const { advance, current, queryClient, requests } = watchAnswers([done])
    await advance(1)
    await queryClient.refetchQueries()
    expect(current().data).toMatchObject({ status: 'completed' })
    expect(requests.filter((path) => path.endsWith('/content'))).toHaveLength(1)
  })

  it('is asked for by the first poll after a create that calls it completed', async () => {
    const queryClient = new QueryClient()
    const client = createVideoClient({ baseURL: BASE, fetch: async () => done() })
    const { mutationFn } = createVideoTaskOptions(client, queryClient)
    await queryClient
      .getMutationCache()
      .build(queryClient, { mutationFn })
      .execute({ model: 'm', prompt: 'p' })
    expect(queryClient.getQueryData(videoTaskKeys.detail('a'))).toMatchObject({ status: 'in_progress' })
  })
})

it('a completed task with a URL costs no request for its content', async () => {
  const { advance, events, requests } = watchAnswers([
    json({ id: 'a', status: 'completed', video: { url: 'https://cdn.example/v.mp4' } }),
  ])
  await advance(60)
  expect(events).toEqual(['completed'])
  expect(requests).toEqual(['/videos/a'])
})

it('a completed task that holds its video costs no request for its content', async () => {
  const video_data = `data:video/mp4;base64,${'AAAA'.repeat(1_000_000)}`
  const { advance, current, events, requests } = watchAnswers([
    json({ id: 'a', status: 'completed', metadata: { url: video_data } }),
  ])
  await advance(60)
  expect(events).toEqual(['completed'])
  expect(requests).toEqual(['/videos/a'])
  expect(current().data).toMatchObject({ video_data })
})

it('a task that the app writes into the cache as ended is polled no more', async () => {
  const { advance, current, queryClient, requests } = watchAnswers([running])
  await advance(1)
  queryClient.setQueryData(
    videoTaskKeys.detail('a'),
    parseVideoTask({ id: 'a', status: 'completed', video_url: 'https://cdn.example/v.mp4' }),
  )
  await advance(600)
  expect(requests).toEqual(['/videos/a'])
  expect(current().data).toMatchObject({ status: 'completed' })
})

it("any other error of the app's own client passes like an outage", async () => {
  vi.useFakeTimers()
  let calls = 0
  const { advance, current } = watch({
    create: () => Promise.reject(new Error('not used')),
    retrieve: async () => {
      calls += 1
      if (calls === 2) throw new RangeError('The worker has crashed.')
      return parseVideoTask({ id: 'a', status: calls === 1 ? 'queued' : 'failed' })
    },
    contentUrl: () => '/content',
  })
  for (let second = 0; second < 60 && !current().error; second++) await advance(1)
  expect(current()).toMatchObject({ data: { status: 'queued' }, error: { code: 'unknown', retryable: true } })
  await advance(60)
  expect(current()).toMatchObject({ data: { status: 'failed' }, error: null })
})

it('an unknown status is forgotten with the next known one', async () => {
  const { advance, current } = watchAnswers([
    json({ id: 'a', status: 'WARPING', progress: 10 }),
    json({ id: 'a', progress: 10 }),
    running,
  ])
  await advance(1)
  expect(current().data).toMatchObject({ status: 'in_progress', raw_status: 'WARPING' })
  await advance(120)
  expect(current().data).toMatchObject({ status: 'in_progress', progress: 40 })
  expect(Object.keys(current().data ?? {})).not.toContain('raw_status')
})

it('warns once of each status word that it does not know', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  const { advance, current } = watchAnswers([
    json({ id: 'a', status: 'WARPING', progress: 10 }),
    json({ id: 'a', status: 'WARPING', progress: 11 }),
    json({ id: 'a', status: 'COOLING', progress: 12 }),
    running,
  ])
  await advance(1)
  expect(warn).toHaveBeenCalledTimes(1)
  await advance(180)
  expect(current().data).toMatchObject({ progress: 40 })
  const words = warn.mock.calls.map(
    ([text]) => /^The video task a has the status '(\w+)'/.exec(String(text))?.[1],
  )
  expect(words).toEqual(['WARPING', 'COOLING'])
})

it('a refusal that is called done has failed from the first poll on, with one request', async () => {
  const { advance, current, events, requests } = watchAnswers([
    json({ status: 'done', video: { url: '', respect_moderation: false } }),
  ])
  await advance(60)
  expect(current().data).toMatchObject({ id: 'a', status: 'failed', error: { code: 'respect_moderation' } })
  expect(events).toEqual(['failed'])
  expect(requests).toEqual(['/videos/a'])
})

it('the id of a watched task is the one that was asked for', async () => {
  const { advance, current } = watchAnswers([json({ id: 'another', status: 'queued' })])
  await advance(1)
  expect(current().data?.id).toBe('a')
})

function parsedOrText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

describe('a create without a readable task', () => {
  const params = { model: 'm', prompt: 'p' }
  const create = (text: string, status = 200) =>
    createVideoClient({ baseURL: BASE, fetch: async () => new Response(text, { status }) }).create(params)

  it.each<[string, string]>([
    ['an empty body', ''],
    ['lines of JSON', '{"id":"a"}\n{"id":"b"}'],
    ['server-sent events', 'data: {"id":"a"}\n\n'],
    ['JSON in a JSON text', '"{\\"id\\":\\"a\\"}"'],
    ['a list', '[{"id":"a"}]'],
    ['NaN', '{"id":"a","progress":NaN}'],
    ['UTF-16', '\ufffd\ufffd{\0"\0i\0d\0"\0'],
    ['no id', '{"trace":"t"}'],
    ['a vague error', '{"status":"error","message":"upstream timed out"}'],
  ])('throws an error with the whole answer: %s', async (_, text) => {
    const error = await errorOf(() => create(text))
    expect(error).toMatchObject({ name: expect.stringMatching(/^Video(Response|Api)Error$/) })
    expect(String(error)).toContain('A video may have been made and billed.')
    expect(error).toMatchObject({ body: parsedOrText(text) })
  })

  it('says so of an error that another copy of the package made', async () => {
    const foreign = Object.assign(new Error('The body broke off.'), {
      code: 'network_error',
      retryable: true,
    })
    const client = createVideoClient({ baseURL: BASE, fetch: () => Promise.reject(foreign) })
    expect(String(await errorOf(() => client.create(params)))).toContain('A video may have been made')
    const refused = Object.assign(new Error('Slow down.'), { code: 'c', retryable: true, status: 429 })
    const limited = createVideoClient({ baseURL: BASE, fetch: () => Promise.reject(refused) })
    expect(String(await errorOf(() => limited.create(params)))).toBe('Error: Slow down.')
  })

  it('says so where the answer breaks off', async () => {
    const broken = new ReadableStream({
      start: (controller) => controller.error(new TypeError('terminated')),
    })
    const client = createVideoClient({ baseURL: BASE, fetch: async () => new Response(broken) })
    const error = await errorOf(() => client.create(params))
    expect(error).toMatchObject({ name: 'VideoNetworkError' })
    expect(String(error)).toContain('A video may have been made')
  })

  it.each([
    ['{"error":{"message":"no"}}', 400],
    ['{"error":{"message":"slow"}}', 429],
    ['{"code":"insufficient_balance","message":"no"}', 200],
  ])('says nothing of a video where the answer is a refusal: %s', async (text, status) => {
    expect(String(await errorOf(() => create(text, status)))).not.toContain('may have been made')
  })

  it.each([
    ['{"id":12345678901234567890,"status":"queued"}', '12345678901234567890'],
    ['{"data":{"task_id": 9007199254740993}}', '9007199254740993'],
    ['{"id":9007199254740991,"seed":0.12345678901234567,"n":1e22}', '9007199254740991'],
    ['{"prompt":"12345678901234567890 \\"1234567890123456789\\": 1","id":-0,"task_id":"t"}', '0'],
  ])('reads an id digit by digit: %s', async (text, id) => {
    expect((await create(text)).id).toBe(id)
  })
})
