import { createVideoTaskRegistry } from 'react-video-task'
import type { TaskView } from 'react-video-task/testing'
import type { User } from './createUser.js'
import type { Ledger } from './Ledger.js'
import type { PlannedTask } from './planTasks.js'

/** The status that the answers tell at a task's end. */
function toldStatus({ ending }: TaskView, { scenario }: PlannedTask): string {
  const asked = { route: 'retrieve', elapsed: 0, duration: 1, earlier: [], polls: [0] } as const
  const isWrapped = 'data' in (scenario.write?.({ status: ending.status }, asked) ?? {})
  // The older envelope has one word for both ways to fail.
  return isWrapped && ending.status === 'error' ? 'failed' : ending.status
}

function expectedEnd(task: PlannedTask, view: TaskView): string {
  if (task.outcome === 'ends') return toldStatus(view, task)
  return task.outcome === 'stalls' ? 'stalled' : `refused ${task.outcome.refused}`
}

/** What listeners of all pages together have to be told of a task that ends like this. */
function expectedEvents(end: string, wasRunning: boolean): string[] {
  const running = wasRunning ? ['queued > in_progress'] : []
  if (end === 'stalled' || end.startsWith('refused')) return running
  const before = wasRunning ? 'in_progress' : 'queued'
  return [...running, `${before} > ${end}`, end === 'completed' ? 'onCompleted' : 'onFailed']
}

function checkCreate(user: User, task: PlannedTask, isKnown: boolean): string[] {
  const result = user.results.get(task)
  const found = !result ? 'no answer' : 'id' in result ? 'a task' : `the error ${result.code}`
  const { created } = task
  const outcomes = { made: 'a task', lost: 'the error network_error', hangs: 'no answer' }
  const expected = typeof created === 'string' ? outcomes[created] : `the error ${created.refused}`
  if (found !== expected) return [`its create gave ${found}, expected was ${expected}`]
  const isMade = created === 'made' || created === 'lost'
  return isKnown === isMade ? [] : [`the emulator ${isKnown ? 'made' : 'did not make'} a task`]
}

function checkWatch(task: PlannedTask, view: TaskView, ledger: Ledger): string[] {
  const faults: string[] = []
  const { id } = view
  const end = expectedEnd(task, view)
  const watches = ledger.watches.get(id) ?? []
  const ended = watches.filter((entry) => !entry.startsWith('still '))
  // A page that was closed early may have left the watch on its way; the last one sees the end.
  if (ended.length === 0)
    faults.push(`no page learnt its end; expected was ${end}, they knew: ${watches.join(', ')}`)
  for (const other of new Set(ended))
    if (other !== end) faults.push(`its watch ended as ${other}, expected was ${end}`)
  const told = ledger.told.get(id) ?? []
  const events = expectedEvents(end, ledger.seenRunning.has(id))
  if (told.join() !== events.join())
    faults.push(`listeners were told [${told.join(', ')}], expected was [${events.join(', ')}]`)
  return faults
}

/** Compares what became of a user's tasks with what the emulator says; all pages are closed. @returns what was wrong */
export function checkUser(user: User, views: ReadonlyMap<string, TaskView>): string[] {
  const { ledger, storage, browser } = user.world
  const faults: string[] = []
  const open: string[] = []
  const nameOf = (id: string) => {
    const found = [...user.results].find(([, result]) => 'id' in result && result.id === id)
    return `${found?.[0].name ?? 'a task nobody planned'} (${id})`
  }
  for (const task of user.plan) {
    const result = user.results.get(task)
    const view = views.get(task.prompt ?? task.name)
    const wrong = task.prompt === undefined ? [] : checkCreate(user, task, view !== undefined)
    if (view && result && 'id' in result) {
      wrong.push(...checkWatch(task, view, ledger))
      if (task.outcome !== 'ends') open.push(view.id)
    }
    faults.push(...wrong.map((fault) => `${task.name} (${view?.id ?? 'no task'}): ${fault}`))
  }
  // A page that opens now has to ask for those alone that have no end.
  const pending = createVideoTaskRegistry({ storage }).pending()
  for (const id of pending)
    if (!open.includes(id)) faults.push(`${nameOf(id)}: the registry does not know its end`)
  for (const id of open) if (!pending.includes(id)) faults.push(`${nameOf(id)}: the registry forgot it`)
  if (browser.lockNames().length > 0) faults.push(`locks are left: ${browser.lockNames().join()}`)
  if (browser.channels() > 0) faults.push(`${browser.channels()} channels are left open`)
  return faults
}
