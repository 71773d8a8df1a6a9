import type { VideoProxyEndedContext } from 'react-video-task/server'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createTestProxy, get, post, TASK, userOf } from '../support/createTestProxy.js'

afterEach(() => void vi.useRealTimers())

const read = () => get('/videos/task_1', { 'x-user': 'ann' })

/** A proxy in front of an ended task, whose `onEnded` fails as often as the test says. */
function startFailing(failures: number) {
  const ended: VideoProxyEndedContext[] = []
  const test = createTestProxy(
    ({ method }) => Response.json(method === 'GET' ? { ...TASK, status: 'failed' } : TASK),
    {
      ...{ authorize: userOf, cache: false },
      onEnded: (context) => {
        if (ended.push(context) <= failures) throw new Error('The database is down')
      },
    },
  )
  return { ...test, ended }
}

describe('an onEnded that failed', () => {
  it('is called by the next read, and then not by the retry that was planned', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const { proxy, ended, reported } = startFailing(1)
    await proxy(post({ 'x-user': 'ann' }))
    for (let count = 0; count < 2; count++) await proxy(read())
    expect(ended).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(600_000)
    expect(ended).toHaveLength(2)
    expect(reported.map(({ context }) => context)).toEqual([
      { action: 'retrieve', taskId: 'task_1', status: 200, code: 'on_ended_failed' },
    ])
  })

  it('does not keep the process running until it is called again', async () => {
    const countTimers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
    const { proxy, ended } = startFailing(1)
    await proxy(post({ 'x-user': 'ann' }))
    const before = countTimers()
    await proxy(read())
    expect(ended).toHaveLength(1)
    // Of another file's, one may have ended meanwhile.
    expect(countTimers()).toBeLessThanOrEqual(before)
    await proxy(read())
    expect(ended).toHaveLength(2)
  })
})
