'use client'

import { type ReactNode, type RefObject, useCallback, useEffect, useId, useRef, useState } from 'react'
import { ActionButton, actionContent, useFocusKeeper } from './ActionButton.js'
import { moreIcon } from '../icons.js'
import { menuWords } from '../messages/englishWords.js'
import { useMessages } from '../messages/formats.js'
import { laterPart, useLaterPart } from '../../hooks/useLaterPart.js'

/** The keys and the place of an open menu: loaded before the button is pressed. */
export const menuInput = laterPart(() => import('./menuInput.js'))

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
        onPointerEnter={menuInput.load}
        onFocus={menuInput.load}
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

/** The open menu. Without its keys, where they did not load, it is a list of buttons in the tab order. */
function Menu({ id, label, items, focused, button, close }: MenuProps) {
  const menu = useRef<HTMLDivElement>(null)
  const input = useLaterPart(menuInput, true)
  const closeToButton = () => {
    button.current?.focus()
    close()
  }
  useEffect(() => {
    if (!menu.current || !button.current) return
    input?.showMenu(menu.current, button.current, focused)
    const view = menu.current.ownerDocument.defaultView
    view?.addEventListener('scroll', close, { capture: true })
    return () => view?.removeEventListener('scroll', close, { capture: true })
  }, [input, button, focused, close])
  return (
    <div
      id={id}
      ref={useFocusKeeper(menu)}
      role="menu"
      aria-label={label}
      className="video-task-menu"
      hidden={input === undefined}
      onKeyDown={(event) => input?.moveInMenu(event, closeToButton)}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) close()
      }}
    >
      {items.map((item) => (
        <button
          key={item.label}
          type="button"
          role="menuitem"
          tabIndex={input ? -1 : undefined}
          onClick={() => {
            closeToButton()
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
