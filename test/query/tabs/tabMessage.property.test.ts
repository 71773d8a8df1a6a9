import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseVideoTask } from 'react-video-task/client'
import { documentedTaskSchema } from 'react-video-task/schemas'
import { createTabbedApp } from './support/createTabbedApp.js'

const observed = { first_seen: 1, highest_progress: 1, last_change: 1, watched_from: 1 }
const documentedTask = {
  object: 'video',
  progress: 70,
  model: 'wan2.6',
  created_at: 1_779_938_152,
  seconds: '5',
  error: { message: 'no', code: 'c' },
  observed,
}

/** Values that fields of a documented task are replaced by, most of them invalid. */
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
const changes = fc.array(fc.tuple(fc.constantFrom(...names, 'status', 'unknown_field'), values), {
  maxLength: 2,
})
const statuses = fc.constantFrom('queued', 'in_progress', 'completed', 'failed', 'error')

/** Opens a tab that watches a task; `receive` returns the task as stored when the tab accepts the message. */
async function openWatchingTab() {
  const { emulator, openTab, advance, browser } = createTabbedApp()
  const { id } = emulator.addTask({ state: { status: 'in_progress', progress: 1 } })
  const tab = openTab()
  tab.watch(id)
  await advance(1_000)
  let at = Date.now()
  const receive = (task: object) => {
    tab.queryClient.resetQueries()
    at += 1
    browser.broadcast({ from: 'x', hidden: false, id, leads: true, at, task: { ...task, id } })
    return tab.updatedAt(id) === at ? tab.task(id) : undefined
  }
  return { id, receive }
}

it('a task that a tab accepts from another tab has the documented shape', async () => {
  const { receive } = await openWatchingTab()
  let accepted = 0
  fc.assert(
    fc.property(statuses, changes, (status, changed) => {
      const task = receive({ ...documentedTask, status, ...Object.fromEntries(changed) })
      if (!task) return
      accepted += 1
      expect(documentedTaskSchema.parse(task)).toEqual(task)
      if (task.observed === undefined) return
      for (const field of Object.keys(observed))
        expect(task.observed).toHaveProperty(field, expect.any(Number))
    }),
    { numRuns: 1_000 },
  )
  expect(accepted).toBeGreaterThan(100)
})

it('a task that parseVideoTask returned is accepted from another tab unchanged', async () => {
  const { id, receive } = await openWatchingTab()
  fc.assert(
    fc.property(statuses, changes, (status, changed) => {
      const task = parseVideoTask({ ...documentedTask, status, ...Object.fromEntries(changed), id })
      expect(receive({ ...task, observed })).toEqual({ ...task, observed })
    }),
    { numRuns: 300 },
  )
})
