import type { VideoEmulatorOptions } from 'react-video-task/testing'
import { describe, expect, it } from 'vitest'
import { BASE, createTestApi, formOf, KEY } from '../support/createTestApi.js'
import { createTestTask } from '../support/createTestTask.js'

type Ask = (api: ReturnType<typeof createTestApi>) => Promise<Response>

const INVALID = 'invalid_request_error'
const post = (body: BodyInit, type?: string): RequestInit => ({
  ...{ method: 'POST', body },
  ...(type !== undefined && { headers: { 'content-type': type } }),
})
const create =
  (fields: Record<string, string | Blob>): Ask =>
  ({ ask }) =>
    ask('/videos', post(formOf({ model: 'wan2.6', prompt: 'A lake', ...fields })))
const JPEG = new Blob([Uint8Array.from([0xff, 0xd8, 0xff, 0xe0])])
const PNG = new Blob([Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0])])
const WEBP = new Blob(['RIFFabcdWEBPVP8 '])
const lite: VideoEmulatorOptions = { gateway: 'litellm' }

/** Requests, and the errors that they get: status, message without the request id, type, parameter and code. */
const ERRORS: [string, Ask, [number, string, string, string | null, string | null], VideoEmulatorOptions?][] =
  [
    [
      'another key',
      ({ ask }) => ask('/videos/t', { headers: { authorization: 'Bearer sk-1' } }),
      [401, 'Invalid token', INVALID, null, 'invalid_api_key'],
    ],
    [
      'an unknown path',
      ({ ask }) => ask('/models'),
      [404, 'Invalid URL (GET /v1/models)', INVALID, null, null],
    ],
    [
      'another method',
      ({ ask }) => ask('/videos/t', { method: 'PUT' }),
      [405, 'Method PUT is not allowed here, only GET', INVALID, null, 'method_not_allowed'],
    ],
    [
      'an unknown task',
      ({ ask }) => ask('/videos/t'),
      [400, 'task_not_exist', INVALID, 'task_id', 'task_not_exist'],
    ],
    [
      'an id that is not encoded',
      ({ ask }) => ask('/videos/%zz'),
      [400, 'The task id in the path is not valid percent-encoding', INVALID, 'task_id', 'invalid_request'],
    ],
    [
      'the content of a running task',
      ({ ask, emulator }) => ask(`/videos/${emulator.addTask().id}/content`),
      [400, 'Video is not ready yet, current status: queued', INVALID, null, 'video_not_ready'],
    ],
    [
      'a variant that is none',
      ({ ask, emulator }) => {
        const { id } = emulator.addTask({ model: 'sora-2', state: { status: 'completed' } })
        return ask(`/videos/${id}/content?variant=still`)
      },
      [
        400,
        "Invalid value: 'still'. Supported values are: video, thumbnail, spritesheet",
        INVALID,
        'variant',
        'invalid_value',
      ],
    ],
    [
      'a body that is no form',
      ({ ask }) => ask('/videos', post('a=b', 'text/plain')),
      [400, "request Content-Type isn't multipart/form-data", INVALID, null, 'invalid_request'],
    ],
    [
      'a form without a boundary',
      ({ ask }) => ask('/videos', post('a=b', 'multipart/form-data')),
      [400, "request Content-Type isn't multipart/form-data", INVALID, null, 'invalid_request'],
    ],
    [
      'a form that is cut',
      ({ ask }) => ask('/videos', post('--b\r\nContent', 'multipart/form-data; boundary=b')),
      [400, 'The multipart body could not be read', INVALID, null, 'invalid_request'],
    ],
    [
      'a remix that is no JSON',
      ({ ask, emulator }) => ask(`/videos/${emulator.addTask().id}/remix`, post('a=b', 'text/plain')),
      [400, "request Content-Type isn't application/json", INVALID, null, 'invalid_request'],
    ],
    ...['{', '[]', 'null', '7'].map((text): (typeof ERRORS)[number] => [
      `a remix of the JSON ${text}`,
      ({ ask, emulator }) => ask(`/videos/${emulator.addTask().id}/remix`, post(text, 'application/json')),
      [400, 'The body must be a JSON object', INVALID, null, 'invalid_request'],
    ]),
    [
      'a remix of another model',
      ({ ask, emulator }) =>
        ask(
          `/videos/${emulator.addTask({ state: { status: 'completed' } }).id}/remix`,
          post('{"prompt":"a"}', 'application/json'),
        ),
      [400, 'Videos of the model wan2.6 cannot be remixed', INVALID, 'model', 'invalid_request'],
    ],
    [
      'a remix of a running task',
      ({ ask, emulator }) =>
        ask(
          `/videos/${emulator.addTask({ model: 'sora-2' }).id}/remix`,
          post('{"prompt":"a"}', 'application/json'),
        ),
      [
        400,
        'Only a completed video can be remixed, current status: queued',
        INVALID,
        'video_id',
        'invalid_request',
      ],
    ],
    [
      'no prompt',
      create({ prompt: ' ' }),
      [400, "Missing required parameter: 'prompt'", INVALID, 'prompt', 'missing_required_parameter'],
    ],
    [
      'a prompt that is too long',
      create({ prompt: 'x'.repeat(10_001) }),
      [400, "'prompt' may hold 10000 characters, got 10001", INVALID, 'prompt', 'string_above_max_length'],
    ],
    [
      'a file as text',
      create({ seconds: JPEG }),
      [400, "'seconds' must be text, not a file", INVALID, 'seconds', 'invalid_value'],
    ],
    [
      'another length',
      create({ seconds: '7' }),
      [400, "Invalid value: '7'. Supported values are: 5, 10, 15", INVALID, 'seconds', 'invalid_value'],
    ],
    [
      'an unknown model',
      create({ model: 'x-1' }),
      [
        503,
        'No available channel for model x-1 under group default (distributor)',
        'comet_api_error',
        null,
        'model_not_found',
      ],
    ],
    [
      'text as a picture',
      create({ model: 'sora-2', input_reference: 'https://a.test/1.png' }),
      [400, "'input_reference' must be a file", INVALID, 'input_reference', 'invalid_value'],
    ],
    [
      'another file as a picture',
      create({ model: 'sora-2', input_reference: new Blob(['GIF89a']) }),
      [
        400,
        "'input_reference' must be one of: image/jpeg, image/png, image/webp",
        INVALID,
        'input_reference',
        'invalid_value',
      ],
    ],
    [
      'a picture for a model that takes none',
      create({ model: 'doubao-seedance-1-5-pro', input_reference: JPEG }),
      [
        400,
        'The parameter `input_reference` specified in the request is not valid: the specified task_type r2v does not ' +
          'support model seedance-1-5-pro',
        INVALID,
        'input_reference',
        'InvalidParameter',
      ],
    ],
    [
      'a length of Seedance',
      create({ model: 'doubao-seedance-1-5-pro', seconds: '3' }),
      [
        400,
        "The parameter `duration` specified in the request is not valid: Invalid value: '3'. Supported values are: " +
          '4, 5, 6, 7, 8, 9, 10, 11, 12',
        INVALID,
        'seconds',
        'InvalidParameter',
      ],
    ],
    [
      'a scenario that is unknown',
      ({ ask }) => ask('/videos/t', { headers: { 'x-emulator-scenario': 'fail nothing' } }),
      [400, 'task_not_exist', INVALID, 'task_id', 'task_not_exist'],
    ],
    [
      'a task with a scenario that is unknown',
      ({ ask, emulator }) =>
        ask(`/videos/${emulator.addTask().id}`, { headers: { 'x-emulator-scenario': 'fail, nothing' } }),
      [
        400,
        "Unknown scenario 'nothing'. Run video-task-emulator --help for the list.",
        INVALID,
        'x-emulator-scenario',
        'unknown_scenario',
      ],
    ],
    [
      'a body that is too large',
      create({ prompt: 'x'.repeat(2_000) }),
      [
        413,
        'The request body is larger than 1000 bytes, the `maxBodyBytes` of this emulator',
        INVALID,
        null,
        'body_too_large',
      ],
      { maxBodyBytes: 1000 },
    ],
    [
      'the refused create',
      create({ prompt: '[refuse]' }),
      [
        400,
        'Your request was rejected because the prompt may violate our content policy.',
        INVALID,
        'prompt',
        'content_policy_violation',
      ],
    ],
  ]

describe('the error about', () => {
  it.each(ERRORS)('%s is whole', async (_, ask, [status, message, type, param, code], options) => {
    const answer = await ask(createTestApi(options))
    const id = answer.headers.get('x-request-id')
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      status,
      'application/json; charset=utf-8',
    ])
    expect(await answer.json()).toEqual({
      error: { message: `${message} (request id: ${id})`, type, param, code },
    })
    if (status === 405) expect(answer.headers.get('allow')).toBe('GET')
  })

  it('an expired film is whole, at the content route and at its URL', async () => {
    const { bodyAt, content, emulator } = createTestTask('expired')
    const { video_url } = await bodyAt(20_000)
    const gone = await content()
    expect([gone.status, await gone.json()]).toMatchObject([
      502,
      {
        error: {
          message: expect.stringMatching(
            /^Failed to fetch video content: upstream returned status 403 \(request id/,
          ),
          ...{ type: 'server_error', param: null, code: 'fetch_video_failed' },
        },
      },
    ])
    const read = async (url: string) => {
      const answer = await emulator.fetch(url)
      const id = answer.headers.get('x-request-id') ?? ''
      return [answer.status, answer.headers.get('content-type'), (await answer.text()).replace(id, 'ID')]
    }
    const xml = (code: string, message: string) =>
      `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message><RequestId>ID</RequestId></Error>`
    expect(await read(video_url)).toEqual([
      403,
      'application/xml',
      xml('AccessDenied', 'Request has expired'),
    ])
    const MISMATCH = 'The request signature we calculated does not match the signature you provided.'
    for (const url of [
      video_url.replace(/Signature=./, 'Signature=z'),
      video_url.replace(/&Signature.*/, ''),
      video_url.replace('task_watched', 'task_other'),
      video_url.replace(/Expires=\d/, 'Expires=9'),
    ])
      expect(await read(url), url).toEqual([403, 'application/xml', xml('SignatureDoesNotMatch', MISMATCH)])
    const fresh = createTestTask('instant')
    const { video_url: kept } = await fresh.bodyAt(0)
    fresh.emulator.reset()
    const missing = await fresh.emulator.fetch(kept)
    expect([missing.status, await missing.text()]).toEqual([
      404,
      expect.stringContaining('<Code>NoSuchKey</Code><Message>The specified key does not exist.</Message>'),
    ])
  })
})

describe('a picture of a create', () => {
  it.each([
    ['JPEG', JPEG],
    ['PNG', PNG],
    ['WebP', WEBP],
  ])('is known by its first bytes: %s', async (_, picture) => {
    expect((await create({ model: 'sora-2', input_reference: picture })(createTestApi())).status).toBe(200)
  })
})

describe('what a seed gives', () => {
  it('is the same in every version: ids, request ids and signatures', async () => {
    const { emulator, ask, create: send, retrieve } = createTestApi({ seed: 7 })
    const ids = [emulator.addTask().id, (await (await send({ model: 'wan2.6', prompt: 'A lake' })).json()).id]
    const requestIds = [await ask(`/videos/${ids[0]}`), await ask(`/videos/${ids[0]}`)].map(({ headers }) =>
      headers.get('x-request-id'),
    )
    emulator.addTask({ id: 'Ünï/😀', scenario: 'instant' })
    const { video_url } = await retrieve('Ünï/😀')
    expect([ids, requestIds, video_url]).toEqual([
      ['task_m08asob6u6cmv83m9p0iqhm6', 'task_w0rfbxuoqb7qs71xttwgl9er'],
      ['xvev3vhuewrun4ckzqjp165r', '62kqmz8b5iljms8rfsnmquvi'],
      `https://api.cometapi.com/files/${encodeURIComponent('Ünï/😀')}.mp4?Expires=1779941752&Signature=bd8b9cc0023e5c72`,
    ])
  })
})

describe('a list', () => {
  const listOf = async (query: string, count = 25) => {
    const { ask, emulator } = createTestApi(lite)
    for (let index = 1; index <= count; index++) emulator.addTask({ id: `t${index}` })
    const answer = await ask(`/videos${query}`)
    const { data, has_more, first_id, last_id, object, error } = await answer.json()
    const ids = data?.map(({ id }: { id: string }) => atob(id.slice(6)).replace(/.*:/, ''))
    if (data)
      expect([object, first_id, last_id]).toEqual(['list', data[0]?.id ?? null, data.at(-1)?.id ?? null])
    return error
      ? [answer.status, error.message.replace(/ \(.*/, ''), error.param]
      : [ids.length, ids[0], ids.at(-1), has_more]
  }

  it.each([
    ['', [20, 't25', 't6', true]],
    ['?limit=25', [25, 't25', 't1', false]],
    ['?limit=24', [24, 't25', 't2', true]],
    ['?limit=0', [0, undefined, undefined, true]],
    ['?limit=100', [25, 't25', 't1', false]],
    ['?order=asc&limit=2', [2, 't1', 't2', true]],
    ['?order=desc&limit=1', [1, 't25', 't25', true]],
    ['?after=t6', [5, 't5', 't1', false]],
    ['?after=t6&limit=5', [5, 't5', 't1', false]],
    ['?after=t6&limit=4', [4, 't5', 't2', true]],
    ['?after=unknown&limit=1', [1, 't25', 't25', true]],
    ['?limit=101', [400, "Invalid value: '101'. Supported values are: 0 to 100", 'limit']],
    ['?limit=-1', [400, "Invalid value: '-1'. Supported values are: 0 to 100", 'limit']],
    ['?limit=1.5', [400, "Invalid value: '1.5'. Supported values are: 0 to 100", 'limit']],
  ])('with the query %j', async (query, expected) => {
    expect(await listOf(query)).toEqual(expected)
  })
})

describe('a delete', () => {
  it.each([
    ['queued', 'litellm', 400],
    ['in_progress', 'litellm', 400],
    ['completed', 'litellm', 200],
    ['failed', 'litellm', 200],
    ['queued', 'vllm-omni', 200],
    ['in_progress', 'vllm-omni', 200],
  ] as const)('of a task that is %s at %s is answered with %d', async (status, gateway, expected) => {
    const { ask, emulator } = createTestApi({ gateway })
    const { id } = emulator.addTask({
      state: status === 'in_progress' ? { status, progress: 5 } : { status },
    })
    const answer = await ask(`/videos/${id}`, { method: 'DELETE' })
    const body = await answer.json()
    expect(answer.status).toBe(expected)
    if (expected === 200) expect(body).toEqual({ id, object: 'video.deleted', deleted: true })
    else
      expect(body.error.message).toContain(`Only a finished video can be deleted, current status: ${status}`)
    expect(emulator.tasks).toHaveLength(expected === 200 ? 0 : 1)
  })
})

it('the log has each field of a create as text', async () => {
  const { ask, emulator } = createTestApi(lite)
  const fields = { model: 'sora-2', prompt: 'A lake', seed: 7, list: ['a', 'b'], object: { a: 1 }, no: null }
  await ask('/videos', post(JSON.stringify(fields), 'application/json; charset=utf-8'))
  const form = formOf({ model: 'sora-2', prompt: 'A lake', file: new File(['abc'], 'a.png') })
  form.append('twice', 'one')
  form.append('twice', 'two')
  await emulator.fetch(`${BASE}/videos`, { ...post(form), headers: { authorization: `Bearer ${KEY}` } })
  expect(emulator.requests.map(({ params }) => params)).toEqual([
    { model: 'sora-2', prompt: 'A lake', seed: '7', list: '["a","b"]', object: '{"a":1}', no: 'null' },
    { model: 'sora-2', prompt: 'A lake', file: 'a.png, 3 bytes', twice: 'one; two' },
  ])
})
