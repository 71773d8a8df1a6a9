import { describe, expect, it } from 'vitest'
import { createVideoClient, isTerminal, VideoTaskError } from 'react-video-task/client'
import { createVideoEmulator } from 'react-video-task/testing'
import { BASE, formOf } from '../support/createTestApi.js'

const START = 1_779_938_152_000
const POLLS = 40

function createChaos(seed: number, pause: () => number) {
  // The clock moves before each request.
  let time = START
  const emulator = createVideoEmulator({
    seed,
    apiKey: false,
    scenario: 'chaos',
    now: () => (time += pause()),
  })
  const client = createVideoClient({ baseURL: BASE, fetch: emulator.fetch })
  return { emulator, client }
}

/** The responses to 40 polls and 3 downloads of each task, without the parts that depend on the clock. */
async function transcript(seed: number, pause: () => number, count = 12): Promise<string[]> {
  const { emulator } = createChaos(seed, pause)
  const responses: string[] = []
  const ids = Array.from({ length: count }, () => emulator.addTask().id)
  for (let round = 0; round < POLLS + 3; round++) {
    for (const id of ids) {
      const path = round < POLLS ? id : `${id}/content`
      const answer = await emulator
        .fetch(`${BASE}/videos/${path}`)
        .then(async (response) => `${response.status} ${await response.text().catch(String)}`, String)
      responses.push(answer.replaceAll(/\b1[78]\d{8}(\d{3})?\b|Signature=\w+/g, 'time'))
    }
  }
  return responses
}

describe('the scenario chaos', { timeout: 60_000 }, () => {
  it('returns the same responses for the same seed at any polling interval', async () => {
    const slow = await transcript(7, () => 61_000)
    expect(await transcript(7, () => 0)).toEqual(slow)
    expect(await transcript(8, () => 61_000)).not.toEqual(slow)
  })

  it('has the same mix of answers for a seed in every version', async () => {
    const counts: Record<string, number> = {}
    for (const answer of await transcript(5, () => 0, 25)) {
      const { status = '', word = '' } =
        /^(?<status>\d{3}) [^]*?(?:"(?:status|code|message)":"(?<word>[\w -]+)"|$)/.exec(answer)?.groups ?? {}
      const kind = status === '' ? answer.slice(0, 30) : `${status} ${word}`.trim()
      counts[kind] = (counts[kind] ?? 0) + 1
    }
    expect(counts).toEqual({
      ...{ 200: 64, 500: 17, 502: 6, 503: 3, 504: 8 },
      ...{ 520: 3, 521: 3, 522: 4, 523: 10, 524: 5 },
      ...{
        '400 task_not_exist': 13,
        '200 queued': 43,
        '200 unknown': 1,
        '200 SUBMITTED': 5,
        '200 in_progress': 169,
      },
      ...{
        '200 IN_PROGRESS': 26,
        '425 Too Early': 5,
        '200 post-processing': 46,
        '408 request_timeout': 13,
        '200 success': 12,
      },
      ...{
        'TypeError: fetch failed': 8,
        '500 get_channel_failed': 9,
        '500 internal_server_error': 8,
        '200 completed': 390,
        '429 rate_limit_exceeded': 7,
      },
      ...{
        '200 failed': 30,
        '200 SUCCESS': 57,
        '503 system_overloaded': 5,
        '200 error': 65,
        '500 An error occurred': 2,
      },
      ...{ '200 FAILED': 21, '400 video_not_ready': 17 },
    })
  })

  it('combines dialects, faults and broken connections', async () => {
    const responses = (await transcript(7, () => 0)).join('\n')
    for (const part of [
      '"SUBMITTED"',
      '"fail_reason"',
      '"metadata"',
      'fetch failed',
      'terminated',
      '\n503 ',
      '\n429 ',
      '\n524 ',
      'task_not_exist',
    ]) {
      expect(responses).toContain(part)
    }
  })

  it('ends every task in the ending that emulator.tasks predicts, for a client that retries transient faults', async () => {
    const endings = new Set<string>()
    for (const seed of [1, 2, 3]) {
      const { emulator, client } = createChaos(seed, () => 1000)
      for (let count = 0; count < 30; count++) {
        const { id } = emulator.addTask()
        const ending = emulator.tasks.at(-1)?.ending.status
        let task
        for (let polls = 0; polls < 200 && !isTerminal(task); polls++) {
          task = await client.retrieve(id).catch((error: unknown) => {
            const isTransient =
              error instanceof VideoTaskError && (error.retryable || error.code === 'task_not_exist')
            if (isTransient) return undefined
            throw error
          })
        }
        // The wrapped dialect has no word for the status error.
        expect(task?.status === 'failed' && ending === 'error' ? 'error' : task?.status).toBe(ending)
        expect(emulator.tasks.at(-1)?.state.status).toBe(ending)
        endings.add(String(ending))
      }
    }
    expect([...endings].sort()).toEqual(['completed', 'error', 'failed'])
  })
})

describe('the option seed', () => {
  const create = async (seed?: number) => {
    const emulator = createVideoEmulator({ seed, apiKey: false, now: () => START })
    const body = formOf({ model: 'wan2.6', prompt: 'A lake' })
    const response = await emulator.fetch(`${BASE}/videos`, { method: 'POST', body })
    return { emulator, ids: [await response.json(), response.headers.get('x-request-id')] }
  }

  it('makes task ids and request ids reproducible', async () => {
    expect((await create(1)).ids).toEqual((await create(1)).ids)
    expect((await create(1)).ids).not.toEqual((await create(2)).ids)
  })

  it('gives the same ids in every release, so that the seed of a failure stays of use', async () => {
    const [task, requestId] = (await create(1)).ids
    expect(task).toMatchObject({ id: 'task_ssyfnq51ptb8qo50yu236i2b' })
    expect(requestId).toBe('5p70yjz2qzvfv7cq9nwmsylb')
  })

  it('defaults to a random seed that emulator.seed returns, so that a failure can be reproduced', async () => {
    const first = await create()
    const second = await create()
    expect(second.ids).not.toEqual(first.ids)
    expect((await create(first.emulator.seed)).ids).toEqual(first.ids)
  })

  it('must be an integer', () => {
    expect(() => createVideoEmulator({ seed: 0.5 })).toThrow('seed must be an integer, got 0.5')
  })
})

describe('emulator.tasks', () => {
  it('lists each task with its state now and the state it ends in', async () => {
    let time = START
    const emulator = createVideoEmulator({ now: () => time, duration: 20_000 })
    emulator.addTask({ id: 'a', prompt: 'A lake [fail]', size: '1280x720' })
    emulator.addTask({ id: 'b', scenario: 'stuck-at-0' })
    emulator.addTask({ id: 'c', scenario: [{ status: 'queued' }, { status: 'completed', url: 'none' }] })
    time += 5000
    expect(emulator.tasks).toMatchObject([
      {
        ...{
          id: 'a',
          model: 'wan2.6',
          prompt: 'A lake [fail]',
          seconds: '5',
          size: '1280x720',
          createdAt: START,
        },
        ...{ state: { status: 'in_progress', progress: 16 }, ending: { status: 'failed' } },
      },
      {
        id: 'b',
        state: { status: 'in_progress', progress: 0 },
        ending: { status: 'in_progress', progress: 0 },
      },
      { id: 'c', state: { status: 'queued' }, ending: { status: 'completed', url: 'none' } },
    ])
  })
})
