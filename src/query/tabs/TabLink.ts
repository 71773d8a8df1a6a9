import type { Query, QueryClient } from '@tanstack/react-query'
import type { VideoTask } from '../../core/VideoTask.js'
import type { VideoTaskError } from '../../core/VideoTaskError.js'
import type { TaskLock } from './createTaskLock.js'
import type { PageLife } from './pageLife.js'
import type { TabMessage } from './tabMessage.js'
import type { TaskSeat } from './TaskSeat.js'

/** One page's tie to the other tabs, for one cache and one scope. */
export interface TabLink {
  readonly queryClient: QueryClient
  readonly scope: string
  readonly page: PageLife
  /** How many hold the link open, besides the tasks that are watched here. */
  uses: number
  readonly isClosed: boolean
  /** Nothing here watches a task any more. */
  readonly isIdle: boolean
  /** Other tabs that nobody can see, as far as they were heard. */
  readonly hiddenTabs: Set<string>
  /** This tab's seat at a task; made where there is none. */
  seatOf(id: string): TaskSeat
  queryOf(id: string): Query<VideoTask, VideoTaskError> | undefined
  /** Claims the task's lock, once. */
  claim(seat: TaskSeat): TaskLock
  /** Gives up the lock, or the place in line. */
  release(seat: TaskSeat): void
  /** Tells the other tabs. */
  post(message: Omit<TabMessage, 'from' | 'hidden'>): void
  close(): void
}

/** The task as this tab knows it; undefined where nothing is known, or its last poll could not learn the state. */
export function knownTask(link: TabLink, id: string): VideoTask | undefined {
  const state = link.queryOf(id)?.state
  return state?.error === null ? state.data : undefined
}

/** Gives up the lock of a task that nothing in this tab watches any more. */
export function releaseUnwatched(link: TabLink, seat: TaskSeat): void {
  if (seat.lock && !link.queryOf(seat.id)?.isActive()) link.release(seat)
}
