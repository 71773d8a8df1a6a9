'use client'

import { forwardRef, useState } from 'react'
import { ActionButton, type ActionButtonProps } from './ActionButton.js'
import { useMessages } from '../messages/useMessages.js'
import { notifyWords } from '../messages/words.js'
import { readPermission } from '../../hooks/notifications/backgroundNotifications.js'
import {
  useVideoTaskNotifications,
  type UseVideoTaskNotificationsOptions,
} from '../../hooks/notifications/useVideoTaskNotifications.js'

/** Props of `VideoTaskNotifyButton`: its own, and every attribute of a `<button>`. */
export interface VideoTaskNotifyButtonProps extends ActionButtonProps {
  /** How to tell; see `useVideoTaskNotifications`. */
  options?: Omit<UseVideoTaskNotificationsOptions, 'enabled'> | undefined
  /** Whether it starts switched on, as where the app remembers that; without the browser's permission it does not. @default false */
  defaultPressed?: boolean | undefined
  /** Called when somebody has switched it, once the browser's question is answered. */
  onPressedChange?: ((isPressed: boolean) => void) | undefined
}

/**
 * Switches notifications of this page's tasks on and off, and asks for the browser's permission first. Renders a `<button>`
 * with `aria-pressed`, which says so where notifications are blocked; or nothing where the browser has none. Belongs near the
 * root of the app, and needs no watch around it.
 */
export const VideoTaskNotifyButton = forwardRef<HTMLButtonElement, VideoTaskNotifyButtonProps>(
  function VideoTaskNotifyButton(
    { options, defaultPressed = false, onPressedChange, onClick, ...props },
    ref,
  ) {
    const { notifyMe, notifyDenied } = useMessages(notifyWords)
    const [isWanted, setWanted] = useState(defaultPressed)
    const isOn = isWanted && readPermission() === 'granted'
    const { permission, requestPermission } = useVideoTaskNotifications({ ...options, enabled: isOn })
    if (permission === 'unsupported') return null
    const isDenied = permission === 'denied'
    const toggle = async () => {
      const next = !isOn && (await requestPermission()) === 'granted'
      setWanted(next)
      if (next !== isOn) onPressedChange?.(next)
    }
    return (
      <ActionButton
        {...props}
        ref={ref}
        aria-pressed={isOn}
        // Not the attribute `disabled`, which would take the focus from whoever has just refused.
        aria-disabled={isDenied || undefined}
        aria-live="polite"
        onClick={(event) => {
          onClick?.(event)
          if (!event.defaultPrevented && !isDenied) void toggle()
        }}
      >
        {isDenied ? notifyDenied : (props.children ?? notifyMe)}
      </ActionButton>
    )
  },
)
