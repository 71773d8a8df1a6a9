import { describe, expect, it } from 'vitest'
import { parseVideoTask } from 'react-video-task/client'
import { videoTaskSchema } from 'react-video-task/schemas'

const validate = (body: unknown) => videoTaskSchema.safeParse(body)

const read = (json: string) => parseVideoTask(JSON.parse(json), { id: 'asked' })

describe('a hostile body', () => {
  it('cannot change the prototype of a task or of its error', () => {
    const evil = '{"video_url":"javascript:alert(1)","polluted":1}'
    const completed = read(`{"id":"a","status":"completed","__proto__":${evil}}`)
    const failed = read(`{"id":"a","status":"failed","error":{"message":"no","__proto__":${evil}}}`)
    const validated = validate(JSON.parse(`{"id":"a","status":"completed","__proto__":${evil}}`))
    if (!validated.success) throw validated.error
    for (const task of [completed, failed, validated.data]) {
      expect(Object.getPrototypeOf(task)).toBe(Object.prototype)
      expect(Object.keys(task)).not.toContain('__proto__')
      expect('polluted' in task || ('error' in task && 'polluted' in (task.error ?? {}))).toBe(false)
    }
    expect({}).not.toHaveProperty('polluted')
    expect(read('{"constructor":{"prototype":{"x":1}},"status":"queued"}').status).toBe('queued')
  })

  it('cannot set the observation of a task', () => {
    const body = { id: 'a', status: 'queued', observed: { first_seen: 1, stalled: 2 } }
    expect(parseVideoTask(body)).not.toHaveProperty('observed')
    expect(validate(body)).toHaveProperty('data')
    expect(validate(body)).not.toHaveProperty('data.observed')
  })

  it.each(['2026-11-30T00:00:00Z', 'soon', -1, 1e12, {}])(
    'cannot set or end the wait for the first poll with a poll_after of %j',
    (poll_after) => {
      const body = { id: 'a', status: 'queued', poll_after }
      expect(parseVideoTask(body)).not.toHaveProperty('poll_after')
      expect(validate(body)).toHaveProperty('data')
      expect(validate(body)).not.toHaveProperty('data.poll_after')
    },
  )

  it.each(['data', 'task', 'error', 'detail', 'output', 'result'])(
    'is parsed with %s nested 50,000 levels deep',
    (name) => {
      const depth = 50_000
      const json = `{"id":"a","status":"failed","${name}":`.repeat(depth) + '1' + '}'.repeat(depth)
      expect(read(json)).toMatchObject({ id: 'a', status: 'failed' })
      const bare = `{"${name}":`.repeat(depth) + '1' + '}'.repeat(depth)
      expect(() => read(bare)).not.toThrow(RangeError)
      const lists = `{"id":"a","status":"failed","${name}":${'['.repeat(depth)}${']'.repeat(depth)}}`
      expect(read(lists).status).toBe('failed')
    },
  )

  it('is parsed with numbers of a million digits', () => {
    const digits = '9'.repeat(1_000_000)
    const times: (number | undefined)[] = []
    for (const number of [digits, `"${digits}"`, `-${digits}`, `0.${digits}`, '1e999']) {
      const task = read(
        `{"status":"running","progress":${number},"created_at":${number},"seconds":${number}}`,
      )
      expect(task.progress).toBeGreaterThanOrEqual(0)
      expect(task.progress).toBeLessThanOrEqual(100)
      times.push(task.created_at)
    }
    // The fraction is the number 1; the others are too large for a time, or negative.
    expect(times).toEqual([undefined, undefined, undefined, 1, undefined])
    expect(read(`{"id":${digits},"status":"queued"}`).id).toBe('asked')
    expect(read('{"task_id":306792606023824999,"status":"queued"}').id).toBe('asked')
  })

  // A pattern that backtracks takes minutes for these texts; any other takes less than half a minute on a slow machine.
  it('is parsed with any text of any length in linear time', { timeout: 30_000 }, () => {
    const texts = ['\ud800', '\u202egnp.exe', '\u0000', '🎬'.repeat(1_000), ' '.repeat(100_000)]
    texts.push(`a${' '.repeat(100_000)}b`, 'request id: a '.repeat(7_000), '('.repeat(100_000))
    for (const text of texts) {
      for (const status of [text, 'failed', 'completed']) {
        const body = {
          status,
          error: text,
          fail_reason: text,
          video_url: text,
          created_at: text,
          progress: text,
        }
        const task = parseVideoTask(body, { id: 'asked' })
        expect(parseVideoTask(task)).toEqual(task)
      }
    }
  })
})
