'use client'

import { useState } from 'react'
import { highestProgress } from '../core/task/observeVideoTask.js'
import { videoTaskState, type VideoTaskState } from '../core/task/videoTaskState.js'
import type { TaskLog } from './log/taskLog.js'
import { ago, countdown, reasonText } from './words.js'

interface TaskListProps {
  tasks: readonly TaskLog[]
  /** Hash of the selected task. */
  selected: string | undefined
  onSelect: (hash: string) => void
  now: number
}

/** The watched tasks, with a filter. */
export function TaskList({ tasks, selected, onSelect, now }: TaskListProps) {
  const [filter, setFilter] = useState('')
  const words = filter.toLowerCase().split(/\s+/)
  const shown = tasks.filter((log) => words.every((word) => searchText(log).includes(word)))
  return (
    <nav data-part="tasks" aria-label="Watched tasks">
      <div data-part="filter">
        <input
          type="search"
          aria-label="Filter tasks"
          placeholder="Filter by id, model, state"
          value={filter}
          onChange={({ target }) => setFilter(target.value)}
        />
        <span role="status">
          {filter
            ? `${shown.length} of ${tasks.length}`
            : `${tasks.length} ${tasks.length === 1 ? 'task' : 'tasks'}`}
        </span>
      </div>
      {tasks.length === 0 && (
        <p data-part="empty">No task is watched yet. A task is here as soon as a hook watches its id.</p>
      )}
      <ul>
        {shown.map((log) => (
          <li key={log.hash}>
            <TaskRow log={log} isSelected={log.hash === selected} onSelect={onSelect} now={now} />
          </li>
        ))}
      </ul>
    </nav>
  )
}

function TaskRow(props: {
  log: TaskLog
  isSelected: boolean
  onSelect: TaskListProps['onSelect']
  now: number
}) {
  const { log, isSelected, onSelect, now } = props
  const { hash, id, task, plan } = log
  const state = stateOf(log)
  const created = task?.created_at && `created ${ago(task.created_at * 1_000, now)}`
  return (
    <button
      type="button"
      data-part="task"
      data-state={state}
      aria-current={isSelected || undefined}
      onClick={() => onSelect(hash)}
    >
      <span data-part="id">{id}</span>
      <StateBadge state={state} progress={task && highestProgress(task)} />
      <span data-part="note">{[task?.model, created].filter(Boolean).join(', ')}</span>
      <span data-part="note">{observerText(log)}</span>
      <span data-part="next">
        {plan === undefined
          ? 'not polled'
          : plan.due === undefined
            ? reasonText(plan)
            : `next ${countdown(plan.due, now)}: ${reasonText(plan)}`}
      </span>
    </button>
  )
}

/** The state of a task in one word, and how far it is. */
export function StateBadge({ state, progress }: { state: VideoTaskState; progress: number | undefined }) {
  return (
    <span data-part="badge" data-state={state}>
      {state === 'in_progress' ? `${state} ${progress ?? 0} %` : state}
    </span>
  )
}

/** The state of a watched task, as `videoTaskState` names it. */
export const stateOf = ({ task, error }: TaskLog): VideoTaskState =>
  videoTaskState({ data: task, error, errorUpdateCount: 0, isLoading: true })

/** Returns how many hooks watch a task. */
export const observerText = ({ observers }: TaskLog): string =>
  observers === 1 ? '1 observer' : `${observers} observers`

const searchText = (log: TaskLog) => `${log.id} ${log.task?.model} ${stateOf(log)} ${log.scope}`.toLowerCase()
