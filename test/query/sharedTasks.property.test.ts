import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseVideoTask } from 'react-video-task'
import { documentedTaskSchema } from '../support/documentedTaskSchema.js'
import { tabWorld } from './support/tabWorld.js'

const observed = { first_seen: 1, highest_progress: 1, last_change: 1, watched_from: 1 }
const documented = {
  object: 'video',
  progress: 70,
  model: 'wan2.6',
  created_at: 1_779_938_152,
  seconds: '5',
  error: { message: 'no', code: 'c' },
  observed,
}

/** Tasks in the documented shape in which some fields were lost or are not what they should be. */
const values = fc.oneof(
  fc.constantFrom(undefined, null, NaN, Infinity, '', 7, true, {}, [], 'done', 'toString', { message: 7 }),
  fc.jsonValue(),
)
const names = [
  'object',
  'progress',
  'model',
  'created_at',
  'task_id',
  'seconds',
  'video_url',
  'error',
  'observed',
]
const changes = fc.array(fc.tuple(fc.constantFrom(...names, 'status', 'whatever'), values), { maxLength: 2 })
const statuses = fc.constantFrom('queued', 'in_progress', 'completed', 'failed', 'error')

/** A tab that watches a task; `hear` says whether it takes what another one tells of that. */
async function openWatchingTab() {
  const { emulator, openTab, pass, browser } = tabWorld()
  const { id } = emulator.addTask({ state: { status: 'in_progress', progress: 1 } })
  const tab = openTab()
  tab.watch(id)
  await pass(1_000)
  let at = Date.now()
  const hear = (task: object) => {
    tab.queryClient.resetQueries()
    at += 1
    browser.say({ from: 'x', hidden: false, id, leads: true, at, task: { ...task, id } })
    return tab.updatedAt(id) === at ? tab.task(id) : undefined
  }
  return { id, hear }
}

it('whatever a tab takes of another is a task in the documented shape', async () => {
  const { hear } = await openWatchingTab()
  let taken = 0
  fc.assert(
    fc.property(statuses, changes, (status, odd) => {
      const task = hear({ ...documented, status, ...Object.fromEntries(odd) })
      if (!task) return
      taken += 1
      expect(documentedTaskSchema.parse(task)).toEqual(task)
      if (task.observed === undefined) return
      for (const field of Object.keys(observed))
        expect(task.observed).toHaveProperty(field, expect.any(Number))
    }),
    { numRuns: 1_000 },
  )
  expect(taken).toBeGreaterThan(100)
})

it('whatever the library itself reads of an answer is taken as it is', async () => {
  const { id, hear } = await openWatchingTab()
  fc.assert(
    fc.property(statuses, changes, (status, odd) => {
      const task = parseVideoTask({ ...documented, status, ...Object.fromEntries(odd), id })
      expect(hear({ ...task, observed })).toEqual({ ...task, observed })
    }),
    { numRuns: 300 },
  )
})
