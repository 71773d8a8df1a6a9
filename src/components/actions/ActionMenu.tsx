'use client'

import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useCallback,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react'
import { ActionButton, actionContent, useFocusKeeper } from './ActionButton.js'
import { moreIcon } from '../icons.js'
import { menuWords } from '../messages/englishWords.js'
import { useMessages } from '../messages/formats.js'

/** An action in a menu. */
export interface MenuItem {
  label: string
  /** A picture of 20 px before the label. */
  icon?: ReactNode
  onSelect: () => void
}

/**
 * A button that opens a menu of actions, after the pattern of the ARIA Authoring Practices: arrows, Home, End and first
 * letters move, Escape and Tab close. Renders nothing without an action.
 *
 * @see https://www.w3.org/WAI/ARIA/apg/patterns/menu-button/
 */
export function ActionMenu({ items }: { items: MenuItem[] }) {
  const { moreActions } = useMessages(menuWords)
  const [focused, setFocused] = useState<'first' | 'last' | undefined>()
  const button = useRef<HTMLButtonElement>(null)
  const id = useId()
  const close = useCallback(() => setFocused(undefined), [])
  if (items.length === 0) return null
  return (
    <>
      <ActionButton
        ref={button}
        aria-haspopup="menu"
        aria-expanded={focused !== undefined}
        aria-controls={focused && id}
        // The menu keeps the focus until the click, which closes it.
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => setFocused(focused ? undefined : 'first')}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
          event.preventDefault()
          setFocused(event.key === 'ArrowDown' ? 'first' : 'last')
        }}
      >
        {actionContent(moreIcon, moreActions)}
      </ActionButton>
      {focused && (
        <Menu id={id} label={moreActions} items={items} focused={focused} button={button} close={close} />
      )}
    </>
  )
}

interface MenuProps {
  id: string
  label: string
  items: MenuItem[]
  /** The item that gets the focus when the menu opens. */
  focused: 'first' | 'last'
  button: RefObject<HTMLButtonElement | null>
  close: () => void
}

/** The open menu, above everything else in the page. */
function Menu({ id, label, items, focused, button, close }: MenuProps) {
  const menu = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = menu.current
    if (!element || !button.current) return
    // An older browser shows the menu in the card itself.
    element.popover = 'manual'
    element.showPopover?.()
    place(element, button.current)
    itemsOf(element)
      .at(focused === 'first' ? 0 : -1)
      ?.focus({ preventScroll: true })
    const view = element.ownerDocument.defaultView
    view?.addEventListener('scroll', close, { capture: true })
    return () => view?.removeEventListener('scroll', close, { capture: true })
  }, [button, focused, close])
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const all = itemsOf(event.currentTarget)
    const index = all.findIndex((item) => item === event.target)
    const move: Record<string, number> = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: -1 }
    const next = move[event.key]
    if (event.key === 'Escape' || event.key === 'Tab') {
      button.current?.focus()
      close()
    } else if (next !== undefined) all.at(next % all.length)?.focus()
    else if (event.key.length === 1) {
      const isNamed = (item: HTMLElement) =>
        item.textContent.toLocaleLowerCase().startsWith(event.key.toLocaleLowerCase())
      ;[...all.slice(index + 1), ...all].find(isNamed)?.focus()
    }
    if (event.key === 'Escape' || next !== undefined) event.preventDefault()
    if (event.key === 'Escape') event.stopPropagation()
  }
  return (
    <div
      id={id}
      ref={useFocusKeeper(menu)}
      role="menu"
      aria-label={label}
      className="video-task-menu"
      onKeyDown={onKeyDown}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) close()
      }}
    >
      {items.map((item) => (
        <button
          key={item.label}
          type="button"
          role="menuitem"
          tabIndex={-1}
          onClick={() => {
            button.current?.focus()
            close()
            item.onSelect()
          }}
        >
          {item.icon}
          {item.label}
        </button>
      ))}
    </div>
  )
}

const itemsOf = (menu: HTMLElement) => [...menu.querySelectorAll<HTMLElement>('[role=menuitem]')]

/** Places a menu under its button, or over it where the window has no space, with their ends in line. */
function place(menu: HTMLElement, button: HTMLElement) {
  const { top, bottom, left, right } = button.getBoundingClientRect()
  const { offsetWidth: width, offsetHeight: height } = menu
  const { clientWidth, clientHeight } = menu.ownerDocument.documentElement
  const isRtl = button.matches(':dir(rtl)')
  const start = Math.max(MARGIN, Math.min(isRtl ? left : right - width, clientWidth - width - MARGIN))
  const isUnder = bottom + height + MARGIN <= clientHeight || top < height
  menu.style.setProperty('left', `${start}px`)
  menu.style.setProperty('top', `${isUnder ? bottom + 4 : top - height - 4}px`)
}

/** The smallest distance of a menu from the window's edge, in px. */
const MARGIN = 8
