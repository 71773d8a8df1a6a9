'use client'

import type { ReactNode } from 'react'
import { ActionMenu, type MenuItem } from '../actions/ActionMenu.js'
import { useWatchedTask } from '../useVideoTaskWatch.js'
import { type CompletedVideoTask, isTerminal, type VideoTask } from '../../core/task/videoTask.js'
import type { VideoTaskState } from '../../core/task/videoTaskState.js'

/** An action of the app's own in the menu of a card. */
export interface VideoTaskCardAction {
  /** Words of the action; unique in a card. */
  label: string
  /** A picture of 20 px before the words. */
  icon?: ReactNode
  /** States in which the action is possible; in any other it is not shown. @default all with a task */
  states?: readonly VideoTaskState[] | undefined
  /** Called with the task when the action is chosen. */
  onSelect: (task: VideoTask) => void
}

export interface CardMenuProps {
  actions?: readonly VideoTaskCardAction[] | undefined
  onEditPrompt?: ((task: VideoTask) => void) | undefined
  onAgain?: ((task: CompletedVideoTask) => void) | undefined
  /** Deletes the video on screen; undefined where the app cannot delete it. */
  remove: (() => void) | false | undefined
}

/** The menu of a card: what is possible now, the app's own actions included. */
export function CardMenu({ actions = [], onEditPrompt, onAgain, remove }: CardMenuProps) {
  const { state, task } = useWatchedTask()
  const items: MenuItem[] = []
  if (task && state !== 'deleted') {
    if (isTerminal(task) && onEditPrompt)
      items.push({ name: 'editPrompt', onSelect: () => onEditPrompt(task) })
    if (task.status === 'completed' && onAgain) items.push({ name: 'again', onSelect: () => onAgain(task) })
    for (const { states, onSelect, ...action } of actions)
      if (!states || states.includes(state)) items.push({ ...action, onSelect: () => onSelect(task) })
    if (remove) items.push({ name: 'remove', onSelect: remove })
  }
  return <ActionMenu items={items} />
}
