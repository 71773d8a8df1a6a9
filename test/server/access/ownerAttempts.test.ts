import { createMemoryStore } from 'react-video-task/server'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createTestProxy, errorCode, get, post, TASK, userOf } from '../support/createTestProxy.js'
import { defer } from '../support/defer.js'
import { settle } from '../support/startMapArchive.js'

afterEach(() => void vi.useRealTimers())

const ann = { 'x-user': 'ann' }

describe('the owner of a task that the API has made', () => {
  it('is stored in three attempts, a second apart', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const { get: read, set } = createMemoryStore()
    let attempts = 0
    const tried = defer<undefined>()
    const { proxy } = createTestProxy(undefined, {
      authorize: userOf,
      owners: {
        ...{ get: read, set },
        add: () => {
          attempts++
          tried.resolve(undefined)
          throw new Error('ECONNREFUSED')
        },
      },
    })
    // The first request computes the digest of the key, which takes real time.
    await proxy(get('/videos/unknown', ann))
    let status = 0
    void proxy(post(ann)).then((answer) => (status = answer.status))
    await tried.promise
    await settle()
    for (const made of [1, 2]) {
      await vi.advanceTimersByTimeAsync(999)
      await settle()
      expect([attempts, status]).toEqual([made, 0])
      await vi.advanceTimersByTimeAsync(1)
      await settle()
      expect(attempts).toBe(made + 1)
    }
    expect(status).toBe(503)
  })

  it('is none for a create without a user', async () => {
    const { get: read, set } = createMemoryStore()
    const written: string[] = []
    const { proxy } = createTestProxy(undefined, {
      owners: {
        get: read,
        set: (key, ...rest) => {
          written.push(key)
          return set(key, ...rest)
        },
      },
    })
    expect((await proxy(post())).status).toBe(200)
    expect(written.filter((key) => key.includes('task_1'))).toEqual([])
  })

  it.each(['..', '../../models', 'a\\b'])(
    'is not stored under the id %j, which no path can hold',
    async (id) => {
      const { proxy } = createTestProxy(() => Response.json({ ...TASK, id }), { authorize: userOf })
      const answer = await proxy(post(ann))
      expect([answer.status, await errorCode(answer)]).toEqual([502, 'upstream_invalid_answer'])
    },
  )
})
