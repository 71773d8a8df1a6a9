import { describe, expect, it } from 'vitest'
import { createVideoClient, isTerminal, VideoTaskError } from 'react-video-task/client'
import { createVideoEmulator } from 'react-video-task/testing'
import { BASE } from './support/createVendor.js'

const START = 1_779_938_152_000
const POLLS = 40

function createChaos(seed: number, pause: () => number) {
  // The clock says when, not what: it moves by another time before each request.
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

/** All that `count` tasks tell in 40 polls each and 3 downloads, without what only the clock decides. */
async function transcript(seed: number, pause: () => number, count = 12): Promise<string[]> {
  const { emulator } = createChaos(seed, pause)
  const told: string[] = []
  const ids = Array.from({ length: count }, () => emulator.addTask().id)
  for (let round = 0; round < POLLS + 3; round++) {
    for (const id of ids) {
      const path = round < POLLS ? id : `${id}/content`
      const answer = await emulator
        .fetch(`${BASE}/videos/${path}`)
        .then(async (response) => `${response.status} ${await response.text().catch(String)}`, String)
      told.push(answer.replaceAll(/\b1[78]\d{8}(\d{3})?\b|Signature=\w+/g, 'time'))
    }
  }
  return told
}

describe('chaos', { timeout: 60_000 }, () => {
  it('gives the same answers for the same seed, whatever the pauses between requests', async () => {
    const slow = await transcript(7, () => 61_000)
    expect(await transcript(7, () => 0)).toEqual(slow)
    expect(await transcript(8, () => 61_000)).not.toEqual(slow)
  })

  it('mixes dialects, faults and broken connections', async () => {
    const told = (await transcript(7, () => 0)).join('\n')
    for (const sign of [
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
      expect(told).toContain(sign)
    }
  })

  it('ends every task as the emulator says it will, and polling that survives failures gets there', async () => {
    const endings = new Set<string>()
    for (const seed of [1, 2, 3]) {
      const { emulator, client } = createChaos(seed, () => 1000)
      for (let count = 0; count < 30; count++) {
        const { id } = emulator.addTask()
        const ending = emulator.tasks.at(-1)?.ending.status
        let task
        for (let polls = 0; polls < 200 && !isTerminal(task); polls++) {
          task = await client.retrieve(id).catch((error: unknown) => {
            const passes =
              error instanceof VideoTaskError && (error.retryable || error.code === 'task_not_exist')
            if (passes) return undefined
            throw error
          })
        }
        // One dialect knows no word for the third end.
        expect(task?.status === 'failed' && ending === 'error' ? 'error' : task?.status).toBe(ending)
        expect(emulator.tasks.at(-1)?.state.status).toBe(ending)
        endings.add(String(ending))
      }
    }
    expect([...endings].sort()).toEqual(['completed', 'error', 'failed'])
  })
})

describe('a seed', () => {
  const create = async (seed?: number) => {
    const emulator = createVideoEmulator({ seed, apiKey: false, now: () => START })
    const body = new FormData()
    body.set('model', 'wan2.6')
    body.set('prompt', 'A lake')
    const response = await emulator.fetch(`${BASE}/videos`, { method: 'POST', body })
    return { emulator, told: [await response.json(), response.headers.get('x-request-id')] }
  }

  it('makes ids of tasks and of requests repeatable', async () => {
    expect((await create(1)).told).toEqual((await create(1)).told)
    expect((await create(1)).told).not.toEqual((await create(2)).told)
  })

  it('is drawn where none is given, and told, so that what went wrong can be had again', async () => {
    const first = await create()
    const second = await create()
    expect(second.told).not.toEqual(first.told)
    expect((await create(first.emulator.seed)).told).toEqual(first.told)
  })

  it('is a whole number', () => {
    expect(() => createVideoEmulator({ seed: 0.5 })).toThrow('seed must be an integer, got 0.5')
  })
})

describe('the tasks of an emulator', () => {
  it('are told with where they stand and where they end', async () => {
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
