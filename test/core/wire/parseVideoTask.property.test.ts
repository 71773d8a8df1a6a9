import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseVideoTask, VideoApiError, VideoResponseError, type VideoTask } from 'react-video-task/client'
import { documentedTaskSchema, videoTaskSchema } from 'react-video-task/schemas'

/** Literal, so that a mistake in the library's own table fails. */
const COMPLETED = /^(completed?|success|succeed(ed)?|done|finished|ready)$/
const RETRYABLE = /^(2..|408|425|429|500|50[2346-9]|5[1-9].)$/
/** An error under 2xx that ends a watch names one of these in its code or type. */
const KNOWN_FINAL = /auth|key|balance|exist|found|moderat|sensitive|nsfw|invalid|param|^1008$/im

const URL = 'https://cdn.example.com/v.mp4'
const FIXTURES: object[] = [
  { id: 'a', object: 'video', model: 'wan2.6', status: 'in_progress', progress: 40, created_at: 1779938152 },
  { id: 'a', task_id: 'a', status: 'completed', progress: 100, completed_at: 1779938219, video_url: URL },
  {
    id: 'a',
    status: 'failed',
    progress: 100,
    error: { message: 'no (request id: r)', code: 'c', type: 't' },
  },
  {
    code: 'success',
    message: '',
    data: {
      task_id: 't',
      status: 'SUCCESS',
      fail_reason: URL,
      progress: '100%',
      data: { status: 'running' },
    },
  },
  { id: 'a', status: 'unknown', metadata: { url: '' }, completed_at: 1773297014000 },
  { request_id: 'r', output: { task_id: 'd', task_status: 'FAILED', code: 'C', message: 'no' } },
  { code: 0, data: { task_id: 'k', task_status: 'succeed', task_result: { videos: [{ url: URL }] } } },
  { status: 'success', data: [{ id: 'a', state: 'processing' }] },
  { code: 'model_not_found', message: 'no channel (request id: r)', data: null },
  { task_id: '', base_resp: { status_code: 1008, status_msg: 'no' } },
  { status: 'done', video: { url: '', respect_moderation: false } },
  { id: 'a', status: 'completed', output: { works: [{ cover: { resource: URL }, video: { uri: URL } }] } },
  { status: 'success', result: { id: 'a', status: 'completed', resultJson: `{"resultUrls":["${URL}"]}` } },
]

const words = fc.constantFrom(
  ...[
    'completed',
    ' SUCCESS ',
    'Done',
    'in-progress',
    'QUEUED',
    'failed',
    'error',
    'weird',
    'ok',
    '',
    '100%',
  ],
  ...[
    '2026-05-28T03:15:52Z',
    URL,
    'javascript:x',
    'no (request id: a) (request id: b)',
    '{"error":{"code":1}}',
  ],
  ...['__proto__', 'constructor', '<html>', 'TASK_STATUS_SUCCEED', 'completed_not', 'http://', 'a b'],
)
const names = fc.constantFrom(
  ...['id', 'task_id', 'status', 'task_status', 'state', 'progress', 'error', 'errors', 'message', 'code'],
  ...[
    'data',
    'task',
    'result',
    'response',
    'output',
    'video_url',
    'url',
    'metadata',
    'fail_reason',
    'detail',
  ],
  ...['created_at', 'completed_at', 'expires_at', 'seconds', 'size', 'raw_status', 'observed', 'request_id'],
  ...['type', 'param', 'base_resp', 'success', 'object', '__proto__', 'toString', 'whatever'],
)
const numbers = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.constantFrom(0, -0, 1e13, 1e16, 1e300, Infinity, 200, 503),
)
const values = fc.oneof(
  words,
  numbers,
  fc.string({ unit: 'binary' }),
  fc.jsonValue(),
  fc.constantFrom(null, true, {}),
)

/** Random objects with the field names that have a meaning. */
const { tree: trees } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    values,
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.array(fc.tuple(names, tie('tree')), { maxLength: 6 }).map((pairs) => Object.fromEntries(pairs)),
  ),
}))

function mutate(value: unknown, path: number[], replacement: unknown, remove: boolean): unknown {
  if (typeof value !== 'object' || value === null) return replacement
  const entries = Object.entries(value)
  const at = (path[0] ?? 0) % (entries.length + 1)
  const changed = entries.flatMap(([name, child], index): [string, unknown][] => {
    if (index !== at) return [[name, child]]
    if (path.length > 1) return [[name, mutate(child, path.slice(1), replacement, remove)]]
    return remove ? [] : [[name, replacement]]
  })
  return Array.isArray(value) ? changed.map(([, child]) => child) : Object.fromEntries(changed)
}

const mutated = fc
  .tuple(
    fc.constantFrom(...FIXTURES),
    fc.array(fc.tuple(fc.array(fc.nat(12), { minLength: 1, maxLength: 3 }), trees, fc.boolean()), {
      maxLength: 4,
    }),
  )
  .map(([fixture, changes]) =>
    changes.reduce<unknown>((body, [path, value, remove]) => mutate(body, path, value, remove), fixture),
  )

const bodies = fc.oneof(mutated, mutated, trees, fc.jsonValue())
const ids = fc.constantFrom('asked', undefined)

function read(body: unknown, id: string | undefined): VideoTask | VideoApiError | VideoResponseError {
  try {
    return parseVideoTask(body, id === undefined ? {} : { id })
  } catch (error) {
    if (error instanceof VideoApiError || error instanceof VideoResponseError) return error
    throw error
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The words in the status fields of a task and of the envelopes around it. */
function statusWords(body: unknown): string[] {
  if (Array.isArray(body)) return body.flatMap(statusWords)
  if (!isObject(body)) return []
  const own = ['status', 'task_status', 'state']
    .map((name) => body[name])
    .filter((word) => typeof word === 'string')
  return [
    ...own,
    ...['data', 'task', 'result', 'response', 'output'].flatMap((name) => statusWords(body[name])),
  ]
}

const isCompleted = (word: string) =>
  COMPLETED.test(
    word
      .trim()
      .toLowerCase()
      .replace(/^task_status_/, ''),
  )

function holds(property: (body: unknown, id: string | undefined) => void) {
  fc.assert(fc.property(bodies, ids, property), { numRuns: 3_000 })
}

describe('parseVideoTask on random bodies', () => {
  it('returns a documented task, or throws an error with the right retryable', () => {
    holds((body, id) => {
      const result = read(body, id)
      if (result instanceof VideoApiError) {
        const isFinal = result.status === 500 && result.code === 'invalid_request'
        const isNoModel = result.status === 503 && result.code === 'model_not_found'
        const isKnown = result.status < 300 && KNOWN_FINAL.test(`${result.code}\n${result.type ?? ''}`)
        expect(result.retryable).toBe(
          RETRYABLE.test(String(result.status)) && !isFinal && !isNoModel && !isKnown,
        )
        expect(result.body).toBe(body)
        return
      }
      if (result instanceof VideoResponseError) {
        expect([result.code, result.retryable]).toEqual(
          isObject(body) ? ['missing_id', false] : ['invalid_body', true],
        )
        return
      }
      expect(documentedTaskSchema.parse(result)).toEqual(result)
      expect(result.progress).toSatisfy(Number.isInteger)
      expect(result.progress).toBeGreaterThanOrEqual(0)
      expect(result.progress).toBeLessThanOrEqual(100)
      expect(result.id.trim()).not.toBe('')
      expect(result).not.toHaveProperty('observed')
      expect(Object.getPrototypeOf(result)).toBe(Object.prototype)
      for (const time of [
        result.created_at,
        result.expires_at,
        'completed_at' in result ? result.completed_at : 1,
      ]) {
        if (time !== undefined)
          expect(time).toSatisfy((seconds) => Number.isInteger(seconds) && Number(seconds) > 0)
      }
      if ('video_url' in result) expect(result.video_url).toMatch(/^https?:\/\//i)
    })
  })

  it('gives the schema a documented task, or an issue about the object or its id', () => {
    holds((body) => {
      const { data, error } = videoTaskSchema.safeParse(body)
      if (data) expect(documentedTaskSchema.parse(data)).toEqual(data)
      else
        expect(error?.issues).toMatchObject([
          isObject(body) ? { path: ['id'] } : { message: expect.any(String) },
        ])
    })
  })

  it('returns completed only for a completed word in a status field', () => {
    holds((body, id) => {
      const task = read(body, id)
      if (task instanceof Error || task.status !== 'completed') return
      expect(statusWords(body).some(isCompleted)).toBe(true)
      if (
        isObject(body) &&
        typeof body['id'] === 'string' &&
        body['id'].trim() &&
        typeof body['status'] === 'string'
      ) {
        if (body['status'].trim()) expect(body['status']).toSatisfy(isCompleted)
      }
    })
  })

  it('keeps an id that is there', () => {
    holds((body, id) => {
      if (!isObject(body) || typeof body['id'] !== 'string' || !body['id'].trim()) return
      expect(read(body, id)).toMatchObject({ id: body['id'].trim() })
    })
  })

  it('ends no watch on a status word that it does not know', () => {
    const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).map((text) => `x${text}`)
    fc.assert(
      fc.property(bodies, word, (body, status) => {
        if (!isObject(body)) return
        const task = read({ ...body, id: 'a', status }, 'a')
        expect(task).toMatchObject({ status: 'in_progress', raw_status: status.trim() })
      }),
      { numRuns: 1_000 },
    )
  })

  it('finds no cover, thumbnail, prompt image or status link as the video', () => {
    const other = fc.constantFrom(
      ...['cover_url', 'video_cover', 'thumbnail_url', 'poster', 'image_url', 'prompt_image', 'input_video'],
      ...[
        'first_frame_url',
        'status_url',
        'cancel_url',
        'polling_url',
        'reference_video',
        'source_video_url',
      ],
    )
    const place = fc.constantFrom('output', 'result', 'video', 'data', 'metadata', 'works', 'files', 'media')
    const { link } = fc.letrec<{ link: object }>((tie) => ({
      link: fc.oneof(
        { maxDepth: 4 },
        other.map((name) => ({ [name]: URL })),
        fc.tuple(other, tie('link')).map(([name, inside]) => ({ [name]: [inside, URL] })),
        fc.tuple(place, tie('link')).map(([name, inside]) => ({ [name]: inside })),
        fc.tuple(place, tie('link')).map(([name, inside]) => ({ [name]: [inside] })),
        fc.tuple(place, tie('link')).map(([name, inside]) => ({ [name]: JSON.stringify(inside) })),
      ),
    }))
    fc.assert(
      fc.property(link, (fields) => {
        expect(read({ ...fields, id: 'a', status: 'completed' }, 'a')).not.toHaveProperty('video_url')
      }),
      { numRuns: 1_000 },
    )
  })

  it('parses its own result to the same task', () => {
    holds((body, id) => {
      const task = read(body, id)
      if (!(task instanceof Error)) expect(parseVideoTask(task)).toEqual(task)
    })
  })

  it('does not change the body, and parses its result as JSON to the same task', () => {
    holds((body, id) => {
      const json = JSON.stringify(body)
      if (json === undefined) return
      const before = structuredClone(body)
      const task = read(body, id)
      expect(body).toEqual(before)
      if (task instanceof Error) return
      expect(read(JSON.parse(JSON.stringify(task)), id)).toEqual(JSON.parse(JSON.stringify(task)))
    })
  })

  it.each([
    [{ id: 't', status: 'failed', error: [{ detail: { id: 0 } }] }, { message: '{"id":0}' }],
    [
      { id: 't', status: 'failed', error: { detail: { code: 5, id: 0 } } },
      { code: '5', detail: { code: 5, id: 0 } },
    ],
    [
      { id: 't', status: 'SUCCESS', message: ['completed'], fail_reason: '{"error":{"code":1}}' },
      { message: 'completed', code: '1' },
    ],
  ])('reads the error of %j twice as once', (body, error) => {
    const failed = read(body, 't')
    expect(failed).toMatchObject({ status: 'failed', error })
    expect(read(JSON.parse(JSON.stringify(failed)), 't')).toEqual(failed)
  })

  it('takes control characters for no message', () => {
    const task = { task_id: 't', status: 'SUCCESS', fail_reason: ['{"error":{"code":1}}'] }
    const failed = read({ message: '\u0000', data: task }, 't')
    expect(failed).toMatchObject({ status: 'failed', error: { code: '1' } })
    expect(read(JSON.parse(JSON.stringify(failed)), 't')).toEqual(failed)
  })
})
