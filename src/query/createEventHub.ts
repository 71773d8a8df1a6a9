import type { QueryClient } from '@tanstack/react-query'
import { isLaterStatus } from '../core/isLaterStatus.js'
import { isTerminal } from '../core/isTerminal.js'
import type { VideoTask, VideoTaskStatus } from '../core/VideoTask.js'
import type { VideoTaskRegistry } from '../core/VideoTaskRegistry.js'
import { callListeners } from './callListeners.js'
import { followVideoTasks } from './followVideoTasks.js'
import type { VideoTaskListeners } from './VideoTaskListeners.js'

/** One who listens, and how. */
interface EventMember {
  /** Read at each change. */
  listeners: VideoTaskListeners
  includeSettled?: boolean | undefined
  isSpeaker?: ((id: string, scope: string) => boolean) | undefined
}

/** Tells all who listen to the tasks of one scope in one page. */
export interface EventHub {
  scope: string
  registry: VideoTaskRegistry | undefined
  /** @returns what ends it */
  join: (member: EventMember) => () => void
}

/**
 * Compares what the cache shows with what was told last. It follows the cache only while somebody listens, but what was
 * told is kept: what happened while nobody listened is told to the next who does, as it is after a reload.
 */
export function createEventHub(
  queryClient: QueryClient,
  scope: string,
  registry: VideoTaskRegistry | undefined,
): EventHub {
  const told = new Map<string, VideoTaskStatus>()
  const members = new Set<EventMember>()
  let stop = () => {}

  function tell(id: string, task: VideoTask, silent: Set<EventMember>) {
    if (members.size === 0) return
    const record = registry?.list(scope).find((entry) => entry.id === id)
    let before = told.get(id)
    if (record && isLaterStatus(record.told, before)) before = record.told
    const isNews = isLaterStatus(task.status, before)
    told.set(id, isNews || before === undefined ? task.status : before)
    if (!isNews || (before === undefined && !isTerminal(task))) return
    const hearing = [...members].filter(
      (member) => !silent.has(member) && (before !== undefined || member.includeSettled),
    )
    if (hearing.length === 0) return
    registry?.tell(id, task.status, scope)
    for (const { listeners } of hearing) callListeners(listeners, task, before)
  }

  function see(id: string, task: VideoTask) {
    if (told.get(id) === task.status) return
    // Asked at once, since a tab may give up its voice with its last poll; told a moment later, since React may be rendering.
    const silent = new Set([...members].filter((member) => member.isSpeaker?.(id, scope) === false))
    queueMicrotask(() => tell(id, task, silent))
  }

  return {
    scope,
    registry,
    join: (member) => {
      if (members.size === 0) stop = followVideoTasks(queryClient, scope, see)
      members.add(member)
      return () => {
        members.delete(member)
        if (members.size === 0) stop()
      }
    },
  }
}
