'use client'

import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef } from 'react'
import type { actionButton } from './ActionButton.js'
import type { VideoTaskCardProps } from '../card/cardProps.js'
import { againIcon, editIcon, Icon, trashIcon, undoIcon } from '../icons.js'
import { actionWords } from '../messages/englishWords.js'
import { hasFocus } from '../trees.js'
import type { WatchedTask } from '../useVideoTaskWatch.js'
import type { VideoTaskMessages } from '../../core/messages.js'
import { isTerminal } from '../../core/task/videoTask.js'

// Loads with the pointer or the focus on the button of the menu.

/** What an app offers in the menu of a card, where the state of the task allows it. */
export interface MenuActions extends Pick<VideoTaskCardProps, 'actions' | 'onEditPrompt' | 'onAgain'> {
  /** Deletes the video on screen; undefined where the app cannot delete it. */
  remove: Removal | undefined
}

interface MenuProps {
  id: string
  messages: Partial<VideoTaskMessages>
  offered: MenuActions
  watch: WatchedTask
  /** The page's own. */
  actionButton: typeof actionButton
  /** The item that gets the focus when the menu opens. */
  focused: 'first' | 'last'
  button: RefObject<HTMLButtonElement | null>
  close: () => void
}

/** The open menu of a button, with its keys. A menu that disappears with the focus gives it to the button. */
export function Menu({ id, messages, offered, watch, actionButton, focused, button, close }: MenuProps) {
  const menu = useRef<HTMLDivElement>(null)
  const closeToButton = () => {
    button.current?.focus()
    close()
  }
  const isEnding = useRef(false)
  useLayoutEffect(() => {
    const [element, opener] = [menu.current, button.current]
    isEnding.current = false
    return () => {
      isEnding.current = true
      // The element is still in the document when the effects of its component end.
      if (element && hasFocus(element)) opener?.focus()
    }
  }, [button])
  useEffect(() => {
    if (!menu.current || !button.current) return
    showMenu(menu.current, button.current, focused)
    const view = menu.current.ownerDocument.defaultView
    const closeByPage = ({ target }: Event) => {
      if (target !== menu.current) close()
    }
    view?.addEventListener('scroll', closeByPage, { capture: true })
    return () => view?.removeEventListener('scroll', closeByPage, { capture: true })
  }, [button, focused, close])
  return (
    <div
      id={id}
      ref={menu}
      role="menu"
      aria-label={messages.moreActions}
      className="video-task-menu"
      onKeyDown={(event) => moveInMenu(event, closeToButton)}
      onBlur={({ currentTarget, relatedTarget }) => {
        // `StrictMode` ends the effects of an open menu and begins them again, which gives the focus back.
        if (!isEnding.current && !currentTarget.contains(relatedTarget)) close()
      }}
    >
      {listItems(offered, watch, messages, actionButton).map(({ label, icon, onSelect }) => (
        <button
          key={label}
          type="button"
          role="menuitem"
          tabIndex={-1}
          onClick={() => {
            closeToButton()
            onSelect()
          }}
        >
          {icon}
          {label}
        </button>
      ))}
    </div>
  )
}

/** An action in a menu. */
interface MenuItem {
  label: string
  /** A picture of 20 px before the label. */
  icon?: ReactNode
  onSelect: () => void
}

/** The actions that are possible now: ours, the app's own, and the deletion. */
function listItems(
  { actions = [], onEditPrompt, onAgain, remove }: MenuActions,
  { task, taskId, state }: WatchedTask,
  messages: Partial<VideoTaskMessages>,
  button: typeof actionButton,
): MenuItem[] {
  const words = { ...actionWords, ...messages }
  const items: MenuItem[] = []
  if (!task || taskId === null) return items
  const add = (path: string, label: string, onSelect: () => void) =>
    items.push({ label, icon: <Icon path={path} />, onSelect })
  if (onEditPrompt && isTerminal(task)) add(editIcon, words.editPrompt, () => onEditPrompt(task))
  if (onAgain && task.status === 'completed') add(againIcon, words.again, () => onAgain(task))
  for (const { label, icon, states, onSelect } of actions)
    if (!states || states.includes(state)) items.push({ label, icon, onSelect: () => onSelect(task) })
  if (remove) add(trashIcon, words.remove, () => startDelete(taskId, remove, words.undo, button))
  return items
}

/** Shows a menu above everything else in the page, and gives the focus to its first or last item. */
function showMenu(menu: HTMLElement, button: HTMLElement, focused: 'first' | 'last'): void {
  // An older browser shows the menu in the card itself.
  menu.popover = 'manual'
  menu.showPopover?.()
  place(menu, button)
  if (focused === 'last') menu.scrollTop = menu.scrollHeight
  itemsOf(menu)
    .at(focused === 'first' ? 0 : -1)
    ?.focus({ preventScroll: true })
}

/** Moves in a menu by arrows, Home, End and first letters, and closes it by Escape and Tab. */
function moveInMenu(event: KeyboardEvent<HTMLElement>, close: () => void): void {
  const all = itemsOf(event.currentTarget)
  const index = all.findIndex((item) => item === event.target)
  const move: Record<string, number> = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: -1 }
  const next = move[event.key]
  if (event.key === 'Escape' || event.key === 'Tab') close()
  else if (next !== undefined) all.at(next % all.length)?.focus()
  else if (event.key.length === 1) {
    const isNamed = (item: HTMLElement) =>
      item.textContent.toLocaleLowerCase().startsWith(event.key.toLocaleLowerCase())
    ;[...all.slice(index + 1), ...all].find(isNamed)?.focus()
  }
  // A held Enter opens the menu and would choose its first item, which may be billed, again and again.
  const isHeldEnter = event.key === 'Enter' && event.repeat
  if (event.key === 'Escape' || next !== undefined || isHeldEnter) event.preventDefault()
  if (event.key === 'Escape') event.stopPropagation()
}

const itemsOf = (menu: HTMLElement) => [...menu.querySelectorAll<HTMLElement>('[role=menuitem]')]

/**
 * Places a menu under its button, or over it where the window has more space there, with their ends in line. Where it has too
 * little, as at 400 %, the menu is as large as that space and scrolls.
 */
function place(menu: HTMLElement, button: HTMLElement) {
  const { top, bottom, left, right } = button.getBoundingClientRect()
  const { style, ownerDocument } = menu
  const { clientWidth, clientHeight } = ownerDocument.documentElement
  style.cssText = `box-sizing:border-box;width:max-content;max-width:${clientWidth - 2 * MARGIN}px;overflow:auto;white-space:normal`
  const { offsetWidth: width, offsetHeight } = menu
  const [under, over] = [clientHeight - bottom - MARGIN, top - MARGIN]
  const isUnder = offsetHeight <= under || under >= over
  const space = isUnder ? under : over
  const isRtl = button.matches(':dir(rtl)')
  const start = Math.max(MARGIN, Math.min(isRtl ? left : right - width, clientWidth - width - MARGIN))
  style.maxHeight = `${space}px`
  style.left = `${start}px`
  style.top = `${isUnder ? bottom + 4 : top - Math.min(offsetHeight, space) - 4}px`
}

/** The smallest distance of a menu from the window's edge, in px. */
const MARGIN = 8

/** A video that is deleted on screen. */
export interface Deletion {
  taskId: string
  /** The button that takes it back; undefined once the app was called. */
  undo?: ReactNode
  /** Tells the app now. */
  end: () => void
}

/** What deletes a video on screen. */
export interface Removal {
  /** Tells the app. */
  tell: RefObject<((taskId: string) => unknown) | undefined>
  /** Shows the deletion; undefined shows the video again. */
  show: (deletion: Deletion | undefined) => void
}

/** Time in which a deletion can be undone, in ms. */
const UNDO_TIME = 8_000

/**
 * Deletes a video on screen at once, and tells the app when the time to undo it is over, or when the card goes or the page
 * closes. A promise of the app's that rejects brings the video back.
 */
function startDelete(
  taskId: string,
  { tell, show }: Removal,
  undo: string,
  button: typeof actionButton,
): void {
  let isPending = true
  const settle = (shown: Deletion | undefined) => {
    isPending = false
    clearTimeout(timer)
    removeEventListener('pagehide', end)
    show(shown)
  }
  const end = () => {
    if (!isPending) return
    settle({ taskId, end })
    const call = async () => tell.current?.(taskId)
    call().catch((error: unknown) => {
      console.error("The app's onDelete failed, so the video is shown again.", error)
      show(undefined)
    })
  }
  const timer = setTimeout(end, UNDO_TIME)
  addEventListener('pagehide', end)
  // Gets the focus, which was in the menu.
  show({ taskId, undo: button(undoIcon, undo, () => settle(undefined), true), end })
}
