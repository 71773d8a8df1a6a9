import type { AnswerStep } from 'react-video-task/testing'
import { describe, expect, it } from 'vitest'
import { errorOf } from '../../support/errorOf.js'
import { BASE, createTestApi, KEY } from '../support/createTestApi.js'

const JSON_TYPE = 'application/json; charset=utf-8'
const HTML = 'text/html; charset=utf-8'

/** The response to a poll of a task whose script has one answer. */
async function answerOf(answer: AnswerStep['answer'], apiKey: string | false = KEY) {
  const { emulator, ask } = createTestApi({ apiKey })
  emulator.addTask({ id: 't', scenario: [{ answer }] })
  return apiKey === false ? emulator.fetch(`${BASE}/videos/t`) : ask('/videos/t')
}

describe('an answer of a script', () => {
  it.each<[Exclude<AnswerStep['answer'], string>, status: number, type: string | null, body: string]>([
    [{ status: 418 }, 418, null, ''],
    [{ body: '' }, 200, null, ''],
    [{ body: 'text' }, 200, JSON_TYPE, 'text'],
    [{ body: '<p>' }, 200, HTML, '<p>'],
    [{ body: ' <p>' }, 200, JSON_TYPE, ' <p>'],
    [{ body: { a: [1] } }, 200, JSON_TYPE, '{"a":[1]}'],
    [{ body: null }, 200, JSON_TYPE, 'null'],
    [{ body: 0, status: 503 }, 503, JSON_TYPE, '0'],
    [{ body: 'é😀', headers: { 'content-type': 'text/plain' } }, 200, 'text/plain', 'é😀'],
    [{ body: 'x', headers: { 'content-type': null } }, 200, null, 'x'],
    ...[204, 205, 304].map((status): [AnswerStep['answer'] & object, number, null, string] => [
      { status, body: 'x' },
      ...([status, null, ''] as const),
    ]),
    [{ status: 204, delivery: 'cut' }, 204, null, ''],
    [{ status: 204, delivery: 'drip' }, 204, null, ''],
  ])('of %j is sent as it says', async (answer, status, type, body) => {
    const response = await answerOf(answer)
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([
      ...[status, type, body],
    ])
  })

  it('has the values of its placeholders, each as often as it stands there', async () => {
    const text = '{request_id} {request_id} {date+7} {date+70} {video_url} {api_key} {api_key} {other}'
    const answer = { body: text, headers: { 'x-mine': text } }
    const response = await answerOf(answer)
    const id = response.headers.get('x-request-id')
    const filled = await response.text()
    expect(filled).toMatch(
      new RegExp(
        `^${id} ${id} Thu, 28 May 2026 03:15:59 GMT Thu, 28 May 2026 03:17:02 GMT ` +
          `https://api\\.cometapi\\.com/files/t\\.mp4\\?Expires=1779941752&Signature=[0-9a-f]{16} ` +
          `${KEY} ${KEY} \\{other\\}$`,
      ),
    )
    expect(response.headers.get('x-mine')).toBe(filled)
    expect(await (await answerOf({ body: '[{api_key}]' }, false)).text()).toBe('[]')
  })

  it.each([9, 10])('that is cut sends the first half of %d bytes, and then breaks', async (size) => {
    const response = await answerOf({ status: 203, body: 'x'.repeat(size), delivery: 'cut' })
    expect([response.status, response.headers.get('content-length')]).toEqual([203, String(size)])
    expect(response.headers.get('content-type')).toBe(JSON_TYPE)
    const reader = response.body?.getReader()
    expect((await reader?.read())?.value).toHaveLength(5)
    expect(await errorOf(async () => reader?.read())).toMatchObject({
      ...{ message: 'terminated', cause: { code: 'UND_ERR_SOCKET' } },
    })
  })

  it.each([
    [20, 10],
    [25, 9],
    [10, 10],
    [3, 3],
    [1, 1],
  ])('that is dripped sends %d bytes in %d chunks', async (size, chunks) => {
    const { emulator, ask } = createTestApi({ clock: 'virtual' })
    const text = 'abcdefghijklmnopqrstuvwxy'.slice(0, size)
    emulator.addTask({ id: 't', scenario: [{ answer: { status: 203, body: text, delivery: 'drip' } }] })
    const response = await ask('/videos/t')
    expect([response.status, response.headers.get('content-length')]).toEqual([203, String(size)])
    const sent: string[] = []
    const reader = response.body?.getReader()
    const times: number[] = []
    const start = emulator.now()
    const read = (async () => {
      for (let chunk = await reader?.read(); chunk?.value; chunk = await reader?.read()) {
        sent.push(new TextDecoder().decode(chunk.value))
        times.push(emulator.now() - start)
      }
    })()
    await emulator.advance(1_800)
    await read
    expect(sent.join('')).toBe(text)
    expect(times).toEqual(Array.from({ length: chunks }, (_, chunk) => chunk * 200))
    expect(emulator.requests[0]).not.toHaveProperty('aborted')
  })
})
