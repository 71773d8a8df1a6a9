import { describe, expect, it } from 'vitest'
import type { ScenarioName } from 'react-video-task/testing'
import { createTestTask } from '../support/createTestTask.js'

describe('the scenario of a new id', () => {
  it.each<[ScenarioName, number]>([
    ['fresh-id', 400],
    ['fresh-id-404', 404],
  ])('%s answers three polls with %d, then returns the task', async (name, status) => {
    const { poll } = createTestTask(name)
    const statuses = []
    for (let count = 0; count < 4; count++) statuses.push((await poll()).status)
    expect(statuses).toEqual([status, status, status, 200])
  })

  it('fresh-id-10s answers 400 task_not_exist for ten seconds, for any number of polls', async () => {
    const { poll, clock } = createTestTask('fresh-id-10s')
    for (let count = 0; count < 5; count++) expect((await poll()).status).toBe(400)
    clock.advance(9999)
    expect(await (await poll()).json()).toMatchObject({ code: 'task_not_exist' })
    clock.advance(1)
    expect((await poll()).status).toBe(200)
  })
})
