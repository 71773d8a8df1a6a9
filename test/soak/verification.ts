import { createVideoTaskRegistry } from 'react-video-task'
import type { TaskView } from 'react-video-task/testing'
import type { Observations } from './observations.js'
import type { PlannedTask } from './plan.js'
import type { User } from './user.js'

/** Compares the tasks of a user, after all pages have closed, with the emulator. @returns the failures */
export function verifyUser(user: User, views: ReadonlyMap<string, TaskView>): string[] {
  const { observations, storage, browser } = user.world
  const failures: string[] = []
  const unfinished: string[] = []
  for (const task of user.plan) {
    const result = user.results.get(task)
    const view = views.get(task.prompt ?? task.name)
    const found = task.prompt === undefined ? [] : createFailures(user, task, view !== undefined)
    if (view && result && 'id' in result) {
      found.push(...watchFailures(task, view, observations))
      if (task.outcome !== 'ends') unfinished.push(view.id)
    }
    if (task.createOutcome === 'unknown' && result && 'id' in result) unfinished.push(result.id)
    failures.push(...found.map((failure) => `${task.name} (${view?.id ?? 'no task'}): ${failure}`))
  }
  // The next page would poll exactly the tasks without an end.
  const pending = createVideoTaskRegistry({ storage }).pending()
  for (const id of pending)
    if (!unfinished.includes(id)) failures.push(`${nameOf(user, id)}: the registry does not know its end`)
  for (const id of unfinished)
    if (!pending.includes(id)) failures.push(`${nameOf(user, id)}: it is missing from the registry`)
  if (browser.lockNames().length > 0) failures.push(`locks are left: ${browser.lockNames().join()}`)
  if (browser.openChannels() > 0) failures.push(`${browser.openChannels()} channels are left open`)
  return failures
}

function nameOf(user: User, id: string): string {
  const found = [...user.results].find(([, result]) => 'id' in result && result.id === id)
  return `${found?.[0].name ?? 'a task outside the plan'} (${id})`
}

function createFailures(user: User, task: PlannedTask, isInEmulator: boolean): string[] {
  const result = user.results.get(task)
  const found = !result ? 'no answer' : 'id' in result ? 'a task' : `the error ${result.code}`
  const { createOutcome } = task
  const results = { made: 'a task', lost: 'the error network_error', hangs: 'no answer', unknown: 'a task' }
  const expected =
    typeof createOutcome === 'string' ? results[createOutcome] : `the error ${createOutcome.refused}`
  // An address that has answered well before is no wrong one.
  const isMisplaced = expected.endsWith('wrong_base_url') && found.endsWith('invalid_json')
  if (found !== expected && !isMisplaced) return [`its create returned ${found}, expected ${expected}`]
  const isMade = createOutcome === 'made' || createOutcome === 'lost'
  return isInEmulator === isMade ? [] : [`the emulator ${isInEmulator ? 'made' : 'did not make'} a task`]
}

function watchFailures(task: PlannedTask, view: TaskView, observations: Observations): string[] {
  const failures: string[] = []
  const { id } = view
  const end = expectedEnd(task, view)
  const watches = observations.watches.get(id) ?? []
  const ended = watches.filter((entry) => !entry.startsWith('still '))
  // A page that closed early may not have seen the end; the last page must have.
  if (ended.length === 0)
    failures.push(`no page saw its end, expected ${end}; the pages saw: ${watches.join(', ')}`)
  for (const other of new Set(ended))
    if (other !== end && !(task.outcome === 'misplaced' && other === 'refused wrong_base_url'))
      failures.push(`its watch ended as ${other}, expected ${end}`)
  const events = observations.events.get(id) ?? []
  const expected = expectedEvents(end, observations.seenRunning.has(id))
  if (events.join() !== expected.join())
    failures.push(`listeners received [${events.join(', ')}], expected [${expected.join(', ')}]`)
  return failures
}

function expectedEnd(task: PlannedTask, view: TaskView): string {
  if (task.outcome === 'ends') return reportedStatus(view, task)
  return typeof task.outcome === 'object' ? `refused ${task.outcome.refused}` : 'stalled'
}

/** The status at the end of a task, as its responses report it. */
function reportedStatus({ ending }: TaskView, { scenario }: PlannedTask): string {
  const request = { route: 'retrieve', elapsed: 0, duration: 1, earlier: [], polls: [0] } as const
  const isWrapped = 'data' in (scenario.write?.({ status: ending.status }, request) ?? {})
  // The wrapped dialect has one word for both ways to fail.
  return isWrapped && ending.status === 'error' ? 'failed' : ending.status
}

/** The events that the listeners of all pages together must receive for this end. */
function expectedEvents(end: string, wasRunning: boolean): string[] {
  const running = wasRunning ? ['queued > in_progress'] : []
  if (end === 'stalled' || end.startsWith('refused')) return running
  const before = wasRunning ? 'in_progress' : 'queued'
  return [...running, `${before} > ${end}`, end === 'completed' ? 'onCompleted' : 'onFailed']
}
