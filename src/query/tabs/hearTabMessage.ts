import { isTerminal } from '../../core/isTerminal.js'
import type { VideoTask } from '../../core/VideoTask.js'
import { videoTaskKeys } from '../videoTaskKeys.js'
import { knownTask, type TabLink } from './TabLink.js'
import { readTabMessage } from './tabMessage.js'
import { noteHeard, wakeSeat } from './TaskSeat.js'

/** Whether nobody polls this task any more. */
export function isOver(task: VideoTask): boolean {
  return isTerminal(task) || task.observed?.stalled !== undefined
}

/** Takes in what another tab says; what is no message of ours is passed over. */
export function hearTabMessage(link: TabLink, data: unknown): void {
  const message = readTabMessage(data)
  if (!message) return
  const { id, from, leads = false, task, at } = message
  if (message.hidden) link.hiddenTabs.add(from)
  else link.hiddenTabs.delete(from)
  const query = id === undefined ? undefined : link.queryOf(id)
  if (id === undefined || !query) return
  const seat = link.seatOf(id)
  const holds = seat.lock?.isHeld ?? false

  if (message.wanted) {
    if (holds) link.post({ id, leads: true, task: knownTask(link, id), at: query.state.dataUpdatedAt })
    return
  }
  if (message.until !== undefined) seat.quietUntil = message.until
  if (leads) seat.leader = from
  if (leads || task) noteHeard(seat)
  if (task && (isTerminal(task) || !isTerminal(query.state.data))) {
    // The tab that asks tells the app; what a tab learnt on its own is told by whoever holds the lock.
    seat.speaks = !leads && holds
    link.queryClient.setQueryData(videoTaskKeys.detail(id, link.scope), task, { updatedAt: at })
    if (isOver(task)) link.release(seat)
  }
  wakeSeat(seat)
}
