import type { GatewayName, VideoEmulatorOptions } from 'react-video-task/testing'
import { describe, expect, it } from 'vitest'
import { createTestApi, formOf } from '../support/createTestApi.js'

type Ask = (api: ReturnType<typeof createTestApi>) => Promise<Response>

const INVALID = 'invalid_request_error'
const create =
  (fields: object): Ask =>
  ({ ask }) =>
    ask('/videos', {
      ...{ method: 'POST', body: JSON.stringify(fields) },
      headers: { 'content-type': 'application/json' },
    })
const createForm =
  (fields: Record<string, string>): Ask =>
  ({ ask }) =>
    ask('/videos', { method: 'POST', body: formOf(fields) })
const otherKey: Ask = ({ ask }) => ask('/videos/t', { headers: { authorization: 'Bearer sk-1' } })
const unknownTask: Ask = ({ ask }) => ask('/videos/t')
const otherMethod: Ask = ({ ask }) => ask('/videos/t', { method: 'PUT' })
const otherPath: Ask = ({ ask }) => ask('/models')
const deleted: Ask = ({ ask, emulator }) => ask(`/videos/${emulator.addTask().id}`, { method: 'DELETE' })
const limited: Ask = async ({ ask, emulator }) => {
  const { id } = emulator.addTask()
  await ask(`/videos/${id}`)
  return ask(`/videos/${id}`)
}
const options: VideoEmulatorOptions = { keyLimit: { requests: 1, window: 5_000 } }

const TOKEN = 'Invalid token'
const LIMIT = 'Rate limit of this API key reached, please slow down'
const NO_PROMPT = "Missing required parameter: 'prompt'"
const openRouter = (code: number, message: string) => [code, { error: { code, message } }] as const
const liteLLM = (status: number, message: string, type: string, param = 'None') =>
  [status, { error: { message, type, param, code: String(status) } }] as const
const vllm = (code: number, message: string, type: string, param: string | null = null) =>
  [code, { error: { message, type, param, code } }] as const

/** Requests, and the whole of what each gateway answers: none of them has the request id in its message. */
const ERRORS: [GatewayName, string, Ask, readonly [number, object], Record<string, string>?][] = [
  ['openrouter', 'another key', otherKey, openRouter(401, TOKEN)],
  ['openrouter', 'an unknown task', unknownTask, openRouter(404, 'Video generation job not found')],
  [
    'openrouter',
    'another method',
    otherMethod,
    openRouter(405, 'Method PUT is not allowed here, only GET'),
    { allow: 'GET' },
  ],
  ['openrouter', 'a key beyond its limit', limited, openRouter(429, LIMIT), { 'retry-after': '5' }],
  [
    'openrouter',
    'an unknown model',
    create({ model: 'a/b', prompt: 'A lake' }),
    openRouter(400, 'a/b is not a valid model ID'),
  ],
  [
    'openrouter',
    'frames that are no list',
    create({ model: 'google/veo-3.1', frame_images: 'a.png' }),
    openRouter(400, "'frame_images' must be a list"),
  ],
  ['openrouter', 'no prompt', create({ model: 'google/veo-3.1' }), openRouter(400, NO_PROMPT)],
  ['litellm', 'another key', otherKey, liteLLM(401, TOKEN, 'auth_error')],
  ['litellm', 'an unknown task', unknownTask, liteLLM(404, 'Video not found', INVALID, 'task_id')],
  [
    'litellm',
    'another method',
    otherMethod,
    liteLLM(405, 'Method PUT is not allowed here, only GET, DELETE', INVALID),
    { allow: 'GET, DELETE' },
  ],
  ['litellm', 'another path', otherPath, liteLLM(404, 'Invalid URL (GET /v1/models)', INVALID)],
  [
    'litellm',
    'a key beyond its limit',
    limited,
    liteLLM(429, LIMIT, 'rate_limit_error'),
    { 'retry-after': '5' },
  ],
  [
    'litellm',
    'an unknown model',
    create({ model: 'sora-9', prompt: 'A lake' }),
    liteLLM(400, 'Invalid model name passed in model=sora-9', 'comet_api_error'),
  ],
  [
    'litellm',
    'no model',
    create({ prompt: 'A lake' }),
    liteLLM(400, "Missing required parameter: 'model'", INVALID, 'model'),
  ],
  [
    'litellm',
    'a delete of a queued task',
    deleted,
    liteLLM(400, 'Only a finished video can be deleted, current status: queued', INVALID, 'video_id'),
  ],
  ['vllm-omni', 'another key', otherKey, [401, { error: 'Unauthorized' }]],
  ['vllm-omni', 'an unknown task', unknownTask, vllm(404, 'Video not found', 'NotFoundError', 'task_id')],
  [
    'vllm-omni',
    'another method',
    otherMethod,
    vllm(405, 'Method PUT is not allowed here, only GET, DELETE', 'BadRequestError'),
    { allow: 'GET, DELETE' },
  ],
  ['vllm-omni', 'another path', otherPath, vllm(404, 'Invalid URL (GET /v1/models)', 'NotFoundError')],
  [
    'vllm-omni',
    'a key beyond its limit',
    limited,
    vllm(429, LIMIT, 'BadRequestError'),
    { 'retry-after': '5' },
  ],
  ['vllm-omni', 'no prompt', createForm({}), vllm(400, NO_PROMPT, 'BadRequestError', 'prompt')],
]

describe('the whole error of', () => {
  it.each(ERRORS)('%s about %s', async (gateway, _, ask, [status, body], headers = {}) => {
    const answer = await ask(createTestApi({ gateway, ...(headers['retry-after'] && options) }))
    expect([answer.status, await answer.json()]).toEqual([status, body])
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      ...headers,
    })
  })

  it('cometapi about a key beyond its limit', async () => {
    const answer = await limited(createTestApi(options))
    const id = answer.headers.get('x-request-id')
    expect([answer.status, await answer.json()]).toEqual([
      429,
      {
        error: {
          ...{ message: `${LIMIT} (request id: ${id})`, type: 'rate_limit_error', param: null },
          code: 'rate_limit_exceeded',
        },
      },
    ])
  })
})
