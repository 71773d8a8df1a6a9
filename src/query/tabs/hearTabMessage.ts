import { isTerminal } from '../../core/isTerminal.js'
import type { VideoTask } from '../../core/VideoTask.js'
import { knownTask, type TabLink } from './TabLink.js'
import { isTabMessage } from './tabMessage.js'
import { wakeSeat } from './TaskSeat.js'

/** Whether nobody polls this task any more. */
export function isOver(task: VideoTask): boolean {
  return isTerminal(task) || task.observed?.stalled !== undefined
}

/** Takes in what another tab says; what is no message of ours is passed over. */
export function hearTabMessage(link: TabLink, message: unknown): void {
  if (!isTabMessage(message)) return
  const { id, from, hidden, leads = false, task } = message
  if (id === undefined) {
    for (const seat of link.seats.values()) if (seat.leader === from) seat.leaderHidden = hidden
    return
  }
  const query = link.queryOf(id)
  if (!query) return
  const seat = link.seatOf(id)
  const holds = seat.lock?.isHeld ?? false

  if (message.wanted) {
    const { dataUpdatedAt: at } = query.state
    if (holds) link.post({ id, leads: true, task: knownTask(link, id), at })
    return
  }
  if (message.until !== undefined) seat.quietUntil = message.until
  if (leads) {
    seat.leader = from
    seat.leaderHidden = hidden
  }
  if (leads || task) {
    seat.heard = Date.now()
    seat.missed = 0
  }
  if (task && (isTerminal(task) || !isTerminal(query.state.data))) {
    // The tab that asks tells the app; what a tab learnt on its own is told by whoever holds the lock.
    seat.speaks = !leads && holds
    link.write(id, task, message.at)
    if (isOver(task)) link.release(seat)
  }
  wakeSeat(seat)
}
