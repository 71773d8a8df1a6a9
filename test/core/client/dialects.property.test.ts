import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createVideoClient, isVideoTaskError, parseVideoTask } from 'react-video-task/client'

// A client reads the documented shape by itself, and loads the parser of all dialects for any other: both must agree.

const URL = 'https://cdn.example.com/v.mp4'
const text = fc.constantFrom(
  ...[
    'x',
    ' x',
    '',
    'ok',
    'success',
    '0',
    'wan2.6',
    '5',
    '16x9',
    'No video (request id: r-1)',
    'No (request id: r1)',
    'A (request id: a) (request id: b)',
    '{"message":"in"}',
  ],
  ...[
    '<p>no</p>',
    URL,
    ` ${URL}`,
    'data:video/mp4;base64,AAAA',
    'ftp://x/v.mp4',
    '2026-05-28T03:15:52Z',
    'nsfw',
  ],
)
const number = fc.constantFrom(0, -0, 1, 40, 45.5, 99, 100, 101, -1, 1779938152, 1779938152000, 1e11, 1e12)
const scalar = fc.oneof(text, number, fc.constantFrom(null, true, false))
const error = fc.oneof(
  {
    weight: 3,
    arbitrary: record(['message', 'code', 'type', 'param', 'request_id', 'details', 'loc'], text),
  },
  { weight: 1, arbitrary: record(['message', 'code', 'metadata'], scalar) },
  scalar,
)
const value = fc.oneof(
  { weight: 4, arbitrary: scalar },
  fc.constantFrom([URL], { url: URL }, { error: 'x' }, {}, []),
)
const task = fc
  .tuple(
    fc.record(
      {
        id: fc.constantFrom('a', ' a', '', 7),
        object: fc.constantFrom('video', 'task'),
        status: fc.constantFrom('queued', 'in_progress', 'completed', 'failed', 'error', 'SUCCESS', 'weird'),
        progress: number,
        created_at: fc.oneof({ weight: 3, arbitrary: fc.constant(1779938152) }, scalar),
        completed_at: scalar,
        expires_at: scalar,
        video_url: fc.oneof(fc.constant(URL), scalar),
        error,
      },
      { requiredKeys: ['id', 'status', 'progress'] },
    ),
    record(
      [
        ...[
          'task_id',
          'model',
          'raw_status',
          'seconds',
          'size',
          'prompt',
          'remixed_from_video_id',
          'video_data',
        ],
        ...[
          'submit_time',
          'createdAt',
          'created',
          'finished_at',
          'end_time',
          'observed',
          'poll_after',
          '__proto__',
        ],
        ...[
          'data',
          'url',
          'metadata',
          'result',
          'fail_reason',
          'code',
          'message',
          'request_id',
          'type',
          'seed',
        ],
        ...['moderated', 'thumbnail_url', 'task_status', 'errors', 'status_code'],
      ],
      value,
    ),
  )
  .map(([documented, others]) => ({ ...others, ...documented }))

/** Objects of any of these fields. */
function record(names: string[], values: fc.Arbitrary<unknown>) {
  return fc.dictionary(fc.constantFrom(...names), values, { maxKeys: 3 })
}

const answerWith = (body: object, status = 200) =>
  createVideoClient({
    baseURL: 'http://api.test/v1',
    fetch: async () => Response.json(body, { status }),
  }).retrieve('a')

const outcome = (read: () => Promise<unknown>) => read().catch((error: unknown) => ({ error: `${error}` }))

it('reads every task as parseVideoTask does', async () => {
  await fc.assert(
    fc.asyncProperty(task, async (body) => {
      const sent: unknown = JSON.parse(JSON.stringify(body))
      const expected = outcome(async () => ({
        ...parseVideoTask(sent, { id: 'a' }),
        id: 'a',
        poll_after: undefined,
      }))
      expect(await outcome(() => answerWith(body))).toEqual(await expected)
    }),
    { numRuns: 5000 },
  )
})

it('reads every error of an answer as a task that failed for it', async () => {
  await fc.assert(
    fc.asyncProperty(error, async (reason) => {
      const thrown = await answerWith({ error: reason }, 400).catch((cause: unknown) => cause)
      const wrapped = await answerWith({ error: reason, extra: null }, 400).catch((cause: unknown) => cause)
      if (!isVideoTaskError(thrown) || !isVideoTaskError(wrapped))
        throw new Error('no error', { cause: thrown })
      const fields = ({ message, code, type, param, requestId, detail }: typeof thrown) => ({
        ...{ message, code, type, param, requestId, detail },
      })
      expect(fields(thrown)).toEqual(fields(wrapped))
    }),
    { numRuns: 2000 },
  )
})
