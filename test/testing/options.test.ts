import { createVideoEmulator, type VideoEmulatorOptions } from 'react-video-task/testing'
import { describe, expect, it } from 'vitest'
// As many requests as it takes for a path to be forgotten would take seconds.
import { createState, nextRequestId, resolveOptions } from '../../src/testing/settings.js'
import { createTestApi } from './support/createTestApi.js'

const lite: VideoEmulatorOptions = { gateway: 'litellm' }
const BODY = JSON.stringify({ model: 'sora-2', prompt: 'A lake' })

/** A create in JSON whose headers say how long its body is, whatever it is. */
const post = (body: BodyInit, length?: number): RequestInit => ({
  ...{ method: 'POST', body },
  headers: {
    'content-type': 'application/json',
    ...(length !== undefined && { 'content-length': String(length) }),
  },
})

describe('the options of an emulator', () => {
  it.each<VideoEmulatorOptions>([
    { duration: 0, latency: 0 },
    { urlLifetime: 1 },
    { maxBodyBytes: 1 },
    { maxLoggedRequests: 1 },
    { keyLimit: { requests: 1, window: 1 } },
    { seed: 0 },
    { seed: -7 },
  ])('may be as small as %j', async (options) => {
    const { ask, emulator } = createTestApi(options)
    emulator.addTask({ id: 't' })
    expect((await ask('/videos/t')).status).toBe(200)
  })

  it.each<[VideoEmulatorOptions, string]>([
    [{ duration: -1 }, 'duration must be 0 ms or more, got -1'],
    [{ duration: Number.NaN }, 'duration must be 0 ms or more, got NaN'],
    [{ urlLifetime: 0 }, 'urlLifetime must be more than 0 ms, got 0'],
    [{ latency: -5 }, 'latency must be 0 ms or more, got -5'],
    [{ maxBodyBytes: 0 }, 'maxBodyBytes must be more than 0, got 0'],
    [{ maxLoggedRequests: 0.5 }, 'maxLoggedRequests must be 1 or more, got 0.5'],
    [
      { keyLimit: { requests: 0, window: 1 } },
      'keyLimit must have 1 or more requests in a window of more than 0 ms',
    ],
    [{ seed: 2 ** 53 }, 'seed must be an integer, got 9007199254740992'],
  ])('cannot be %j, and the error says why', (options, message) => {
    expect(() => createVideoEmulator(options)).toThrow(new RangeError(message))
  })

  it('make a URL that works for an hour, and a task that takes 20 s, by default', async () => {
    const { emulator, clock, retrieve, createTask } = createTestApi()
    const { id } = await createTask()
    clock.advance(19_999)
    expect((await retrieve(id)).status).toBe('in_progress')
    clock.advance(1)
    const { video_url = '' } = await retrieve(id)
    expect(new URL(video_url).searchParams.get('Expires')).toBe(String(clock.now() / 1000 + 3_600))
    expect(emulator.tasks).toMatchObject([{ state: { status: 'completed', url: 'fresh' } }])
  })

  it('draw another seed for each emulator without one', () => {
    const seeds = Array.from({ length: 5 }, () => createVideoEmulator().seed)
    expect(new Set(seeds).size).toBe(5)
    expect(seeds.every((seed) => Number.isSafeInteger(seed) && seed >= 0)).toBe(true)
  })
})

describe('the largest body of a create', () => {
  it.each([
    ['that says its length', BODY.length],
    ['that does not', undefined],
  ])('is one of maxBodyBytes, for a body %s', async (_, length) => {
    const whole = createTestApi({ ...lite, maxBodyBytes: BODY.length })
    expect((await whole.ask('/videos', post(BODY, length))).status).toBe(200)
    const less = createTestApi({ ...lite, maxBodyBytes: BODY.length - 1 })
    expect((await less.ask('/videos', post(BODY, length))).status).toBe(413)
  })

  it('is 32 MiB by default, and one that says it is larger is not read', async () => {
    const { ask } = createTestApi(lite)
    const MOST = 33_554_432
    expect((await ask('/videos', post(BODY, MOST))).status).toBe(200)
    let pulls = 0
    const body = new ReadableStream({ pull: () => void pulls++ }, { highWaterMark: 0 })
    const refused = await ask('/videos', { ...post(body, MOST + 1), ...{ duplex: 'half' } })
    expect(refused.status).toBe(413)
    expect((await refused.json()).error.message).toContain(`larger than ${MOST} bytes`)
    expect(pulls).toBe(0)
  })
})

describe('the ids of requests', () => {
  it('repeat for a path that 10,000 others have followed, and for none of the latest 10,000', () => {
    const settings = resolveOptions({ seed: 7 })
    const state = createState()
    const idOf = (path: string) => nextRequestId(settings, state, path)
    const [first, kept] = [idOf('first'), idOf('kept')]
    for (let index = 0; index < 9_998; index++) idOf(`other ${index}`)
    expect(idOf('kept')).not.toBe(kept)
    // The oldest of 10,000 paths.
    expect(idOf('first')).not.toBe(first)
    for (let index = 0; index < 9_999; index++) idOf(`another ${index}`)
    expect(idOf('first')).not.toBe(first)
    expect(idOf('kept')).toBe(kept)
  })
})
