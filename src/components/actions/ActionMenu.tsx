'use client'

import { useCallback, useId, useRef, useState } from 'react'
import { ActionButton, actionButton, actionContent } from './ActionButton.js'
import type { MenuActions } from './Menu.js'
import { moreIcon } from '../icons.js'
import { menuWords } from '../messages/englishWords.js'
import { useMessages } from '../messages/formats.js'
import { useWatchedTask } from '../useVideoTaskWatch.js'
import { isTerminal } from '../../core/task/videoTask.js'
import { laterPart, useLaterPart } from '../../hooks/useLaterPart.js'

/** The open menu: loaded before the button is pressed, or with the first press. */
export const openMenu = laterPart(() => import('./Menu.js'))

/**
 * A button that opens a menu of the actions that are possible now, after the pattern of the ARIA Authoring Practices: arrows,
 * Home, End and first letters move, Escape and Tab close. Renders nothing without an action.
 *
 * @see https://www.w3.org/WAI/ARIA/apg/patterns/menu-button/
 */
export function ActionMenu(offered: MenuActions) {
  const watch = useWatchedTask()
  const { state, task } = watch
  const messages = useMessages(menuWords)
  const [focused, setFocused] = useState<'first' | 'last' | undefined>()
  const button = useRef<HTMLButtonElement>(null)
  const id = useId()
  const part = useLaterPart(openMenu, focused)
  const isOpen = focused && part
  const close = useCallback(() => setFocused(undefined), [])
  const { actions = [], onEditPrompt, onAgain, remove } = offered
  const hasItem =
    remove ||
    (onEditPrompt && isTerminal(task)) ||
    (onAgain && task?.status === 'completed') ||
    actions.some(({ states }) => !states || states.includes(state))
  if (!task || state === 'deleted' || !hasItem) return null
  return (
    <>
      <ActionButton
        ref={button}
        aria-haspopup="menu"
        aria-expanded={!!isOpen}
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
      {isOpen && (
        <part.Menu
          id={id}
          messages={messages}
          offered={offered}
          watch={watch}
          actionButton={actionButton}
          focused={focused}
          button={button}
          close={close}
        />
      )}
    </>
  )
}
