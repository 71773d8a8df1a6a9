import { expect, it } from 'vitest'
import { startRedis } from '../../server/support/startRedis.js'
import { createVideo, listVideos, startStudio, type StudioFetch } from '../support/studio.js'

/** The studio runs in a process of its own, and hashes passwords. */
const SLOW = { timeout: 180_000 }

/** Polls the newest video as a page does, until it has the status. */
const waitForStatus = (send: StudioFetch, status: string) =>
  expect
    .poll(
      async () => {
        const [video] = await listVideos(send)
        return Object(await (await send(`/api/v1/videos/${video?.id}`)).json()).status
      },
      { timeout: 60_000, interval: 500 },
    )
    .toBe(status)

it.each(['memory', 'Redis'])('the quota of the studio is right in %s', SLOW, async (store) => {
  const redis = store === 'Redis' ? await startRedis() : undefined
  const env = { VIDEOS_A_DAY: '3', ...(redis && { REDIS_URL: redis.url }) }
  const studio = await startStudio({ env, duration: 1_000 })
  const ann = await studio.signUp('ann')

  // Refused by the API, and failed at its end: both are refunded, the second though its end is read many times.
  expect((await createVideo(ann, 'A fox [refuse]')).status).toBe(400)
  expect((await createVideo(ann, 'A fox [fail]')).status).toBe(200)
  await waitForStatus(ann, 'failed')
  await waitForStatus(ann, 'failed')

  // One is made, and stays paid.
  expect((await createVideo(ann, 'A lake')).status).toBe(200)
  await waitForStatus(ann, 'completed')

  // Eight at the same time for the last two units.
  const answers = await Promise.all(Array.from({ length: 8 }, () => createVideo(ann, 'A hill')))
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 429, 429, 429, 429, 429, 429])
  const refused = answers.find(({ status }) => status === 429)
  expect(Object(await refused?.json())).toMatchObject({ error: { code: 'quota_exceeded' } })
  const wait = Number(refused?.headers.get('retry-after'))
  expect(wait).toBeGreaterThan(0)
  expect(wait).toBeLessThanOrEqual(86_400)
  expect(studio.api.emulator.tasks).toHaveLength(4)

  // The refused ones have used nothing: a refund makes room for one more.
  expect((await createVideo(ann, 'A moor')).status).toBe(429)
  // Another user has a quota of its own.
  const ben = await studio.signUp('ben')
  expect((await createVideo(ben, 'A fox [fail]')).status).toBe(200)
  const three = await Promise.all(Array.from({ length: 3 }, () => createVideo(ben, 'A hill')))
  expect(three.map(({ status }) => status).sort()).toEqual([200, 200, 429])
})

it('a video that fails after the quota was used up makes room for one', SLOW, async () => {
  const studio = await startStudio({ env: { VIDEOS_A_DAY: '1' }, duration: 1_000 })
  const ann = await studio.signUp('ann')
  expect((await createVideo(ann, 'A fox [fail]')).status).toBe(200)
  const refused = await Promise.all(Array.from({ length: 4 }, () => createVideo(ann, 'A hill')))
  expect(new Set(refused.map(({ status }) => status))).toEqual(new Set([429]))
  await waitForStatus(ann, 'failed')
  const answers = await Promise.all(Array.from({ length: 4 }, () => createVideo(ann, 'A hill')))
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 429, 429, 429])
})
