import { createMemoryStore } from 'react-video-task/server'
import { describe, expect, it } from 'vitest'
import { createTestProxy, get, post, SECRET, userOf } from '../support/createTestProxy.js'

const ann = { 'x-user': 'ann' }

const json = (text: string) => new Response(text, { headers: { 'content-type': 'application/json' } })

/** Creates a task with this answer and retrieves it with the same one. */
async function createAndPoll(text: string, options: object = { secret: SECRET }) {
  const { proxy, requests } = createTestProxy(() => json(text), { authorize: userOf, ...options })
  const created = await (await proxy(post(ann))).text()
  const id = /task_[\w-]{60,}|"\d{16,}"/.exec(created)?.[0].replaceAll('"', '') ?? ''
  const response = await proxy(get(`/videos/${id}`, ann))
  return { id, created, status: response.status, polled: await response.text(), url: requests.at(-1)?.url }
}

/** What a caller gets, with the public id written as PUBLIC. */
async function shown(task: unknown): Promise<unknown> {
  const { id, created, polled } = await createAndPoll(JSON.stringify(task))
  expect(id).not.toBe('')
  expect(created).toBe(polled)
  return JSON.parse(polled.replaceAll(id, 'PUBLIC'))
}

/** What the proxy adds to a task that names neither. */
const ADDED = { object: 'video', progress: 0 }

describe('the id of a task in an answer', () => {
  it.each([
    ['id', { id: '5', status: 'queued' }, { id: 'PUBLIC', status: 'queued' }],
    ['a number', { id: 5, status: 'queued' }, { id: 'PUBLIC', status: 'queued' }],
    [
      'several fields',
      { id: '5', task_id: '5', taskId: 5, video_id: '5', request_id: '5', status: 'queued' },
      {
        ...{ id: 'PUBLIC', task_id: 'PUBLIC', taskId: 'PUBLIC', video_id: 'PUBLIC', request_id: 'PUBLIC' },
        status: 'queued',
      },
    ],
    [
      'every field that is read as one',
      {
        job_id: '5',
        jobId: '5',
        generation_id: 5,
        generationId: '5',
        taskUUID: '5',
        videoId: '5',
        status: 'queued',
      },
      {
        ...{
          id: 'PUBLIC',
          job_id: 'PUBLIC',
          jobId: 'PUBLIC',
          generation_id: 'PUBLIC',
          generationId: 'PUBLIC',
        },
        ...{ taskUUID: 'PUBLIC', videoId: 'PUBLIC', status: 'queued' },
      },
    ],
    [
      'an envelope',
      { code: 'success', data: { id: 5, status: 'queued', data: { task_id: '5' } } },
      { id: 'PUBLIC', status: 'queued', data: { task_id: 'PUBLIC' } },
    ],
    ['a list', { data: [{ id: '5', status: 'queued' }] }, { id: 'PUBLIC', status: 'queued' }],
    [
      'an output',
      { output: { task_id: '5', task_status: 'PENDING' } },
      { id: 'PUBLIC', status: 'queued', task_id: 'PUBLIC', task_status: 'PENDING' },
    ],
  ])('is replaced in %s', async (_, task, expected) => {
    expect(await shown(task)).toEqual({ ...expected, ...ADDED })
  })

  it.each([
    ['seconds', '5'],
    ['seconds', 5, '5'],
    ['size', '5'],
    ['progress', 5],
    ['progress', '5', 5],
    ['prompt', '5'],
    ['model', '5'],
    ['metadata', { id: '5', seconds: '5', list: ['5', 5] }],
    ['input', { id: '5', task_id: 5 }],
    ['choices', ['5', '5', { id: '5' }]],
    ['error', { code: '5', message: '5' }],
    ['video_url', 'https://cdn.test/5/video.mp4'],
    ['url', 'https://cdn.test/videos/5'],
    ['expires_at', 5],
    ['created_at', 5],
    ['width', 5],
    ['id_of_something', '5'],
    ['output', ['5', 'https://cdn.test/5.mp4']],
  ])('is not taken for the value of %s (%j)', async (name, value, documented: unknown = value) => {
    const status = name === 'error' ? 'failed' : name === 'video_url' ? 'completed' : 'in_progress'
    const task = { id: '5', status, [name]: value }
    expect(await shown(task)).toMatchObject({ id: 'PUBLIC', [name]: documented })
  })

  it.each([
    ['polling_url', 'https://api.test/v1/videos/a=5', 'https://api.test/v1/videos/PUBLIC'],
    ['polling_url', 'https://api.test/v1/videos/a%3D5?x=a=5#f', 'https://api.test/v1/videos/PUBLIC?x=a=5#f'],
    ['polling_url', '/v1/videos/a=5', '/v1/videos/PUBLIC'],
    ['polling_url', 'https://api.test/a=5/tasks/a=5/status', 'https://api.test/a=5/tasks/PUBLIC/status'],
    ['polling_url', 'https://a=5/v1/videos/b', 'https://a=5/v1/videos/b'],
    ['polling_url', 'https://api.test/v1/videos/a=5.json', 'https://api.test/v1/videos/a=5.json'],
    ['polling_url', 'https://api.test/v1/%zz/a=5', 'https://api.test/v1/%zz/PUBLIC'],
    ['status_url', 'https://queue.test/requests/a=5/status', 'https://queue.test/requests/PUBLIC/status'],
    ['content_url', 'https://api.test/videos/a=5/content', 'https://api.test/videos/PUBLIC/content'],
    [
      'unsigned_urls',
      ['https://api.test/v1/videos/a=5/content?index=0', 'https://cdn.test/a=5/v.mp4', 7],
      ['https://api.test/v1/videos/PUBLIC/content?index=0', 'https://cdn.test/a=5/v.mp4', 7],
    ],
    ['video_url', 'https://cdn.test/videos/a=5/content', 'https://cdn.test/videos/a=5/content'],
  ])('is replaced in the path of %s %j', async (name, value, expected) => {
    const task = { id: 'a=5', status: 'completed', [name]: value }
    expect(await shown(task)).toMatchObject({ ...task, id: 'PUBLIC', [name]: expected })
  })
})

describe('an id of the API beyond 2^53', () => {
  const MODES: [string, () => object][] = [
    ['signed ids', () => ({ secret: SECRET })],
    ['an owner store', () => ({ owners: createMemoryStore() })],
  ]

  it.each(
    MODES.flatMap(([name, options]) =>
      ['9223372036854775807', '9007199254740993', '18446744073709551615'].flatMap((digits) =>
        [
          `{"id":${digits},"status":"queued"}`,
          `{"task_id": ${digits}, "status":"queued", "seed":${digits}}`,
          `{"code":"success","data":{"id":${digits},"status":"queued","seconds":"5"}}`,
        ].map((text) => [name, text, digits, options] as const),
      ),
    ),
  )('(%s) %s is polled with its digits', async (_, text, digits, options) => {
    const { id, created, status, polled, url } = await createAndPoll(text, options())
    expect(status).toBe(200)
    expect(url).toBe(`https://upstream.test/v1/videos/${digits}`)
    expect(created).toBe(polled)
    expect(polled).toContain(`"id":"${id}"`)
    if (text.includes('seed')) expect(polled).toContain(`"seed":${digits}`)
  })

  it('is not taken for its neighbours', async () => {
    const owners = createMemoryStore()
    const { proxy } = createTestProxy(() => json('{"id":9007199254740993,"status":"queued"}'), {
      authorize: userOf,
      owners,
    })
    await proxy(post(ann))
    expect((await proxy(get('/videos/9007199254740993', ann))).status).toBe(200)
    expect((await proxy(get('/videos/9007199254740992', ann))).status).toBe(404)
  })
})
