'use client'

import { type ReactNode, useCallback, useId, useRef, useState } from 'react'
import { ActionButton, actionContent } from './ActionButton.js'
import { moreIcon } from '../icons.js'
import { menuWords } from '../messages/englishWords.js'
import { useMessages } from '../messages/formats.js'
import { laterPart, useLaterPart } from '../../hooks/useLaterPart.js'

/** The open menu: loaded before the button is pressed, or with the first press. */
export const openMenu = laterPart(() => import('./Menu.js'))

/** An action in a menu: of the app's own, or one of ours, whose words and picture are those of its name. */
export type MenuItem = { onSelect: () => void } & (
  | { label: string; /** A picture of 20 px before the label. */ icon?: ReactNode; name?: undefined }
  | { name: 'editPrompt' | 'again' | 'remove' }
)

/**
 * A button that opens a menu of actions, after the pattern of the ARIA Authoring Practices: arrows, Home, End and first
 * letters move, Escape and Tab close. Renders nothing without an action.
 *
 * @see https://www.w3.org/WAI/ARIA/apg/patterns/menu-button/
 */
export function ActionMenu({ items }: { items: MenuItem[] }) {
  const messages = useMessages(menuWords)
  const [focused, setFocused] = useState<'first' | 'last' | undefined>()
  const button = useRef<HTMLButtonElement>(null)
  const id = useId()
  const part = useLaterPart(openMenu, focused)
  const close = useCallback(() => setFocused(undefined), [])
  if (items.length === 0) return null
  return (
    <>
      <ActionButton
        ref={button}
        aria-haspopup="menu"
        aria-expanded={Boolean(focused && part)}
        aria-controls={focused && id}
        onPointerEnter={openMenu.load}
        onFocus={openMenu.load}
        // The menu keeps the focus until the click, which closes it.
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => setFocused(focused ? undefined : 'first')}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
          event.preventDefault()
          setFocused(event.key === 'ArrowDown' ? 'first' : 'last')
        }}
      >
        {actionContent(moreIcon, messages.moreActions)}
      </ActionButton>
      {focused && part && (
        <part.Menu
          id={id}
          messages={messages}
          items={items}
          focused={focused}
          button={button}
          close={close}
        />
      )}
    </>
  )
}
