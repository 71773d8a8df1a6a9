'use client'

import { forwardRef, useState } from 'react'
import { ActionButton, type ActionButtonProps } from './ActionButton.js'
import { announce } from '../messages/announce.js'
import { notifyWords } from '../messages/englishWords.js'
import { useMessages } from '../messages/formats.js'
import { readPermission } from '../../hooks/notifications/notificationPermission.js'
import {
  useVideoTaskNotifications,
  type UseVideoTaskNotificationsOptions,
} from '../../hooks/notifications/useVideoTaskNotifications.js'

/** Props of `VideoTaskNotifyButton`: its own, and every attribute of a `<button>`. */
export interface VideoTaskNotifyButtonProps extends ActionButtonProps {
  /** Passed to `useVideoTaskNotifications`. */
  options?: Omit<UseVideoTaskNotificationsOptions, 'enabled'> | undefined
  /**
   * Whether notifications start switched on, such as from a stored setting; ignored without the browser's permission.
   * @default false
   */
  defaultPressed?: boolean | undefined
  /** Called when notifications were switched on or off, after the browser's permission prompt. */
  onPressedChange?: ((isPressed: boolean) => void) | undefined
}

/**
 * Switches notifications about this page's tasks on and off, and requests the browser's permission first. Renders a
 * `<button>` with `aria-pressed`, whose label changes when notifications are blocked; nothing in a browser without
 * notifications. Needs no watch around it: render it once, near the root of the app.
 *
 * @example
 * ```tsx
 * import { VideoTaskNotifyButton } from 'react-video-task/components'
 *
 * export const Header = () => (
 *   <header>
 *     <VideoTaskNotifyButton
 *       defaultPressed={localStorage.getItem('notify') === 'true'}
 *       onPressedChange={(isPressed) => localStorage.setItem('notify', String(isPressed))}
 *     />
 *   </header>
 * )
 * ```
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
    const toggle = async (button: Element) => {
      const answer = isOn ? undefined : await requestPermission()
      const next = answer === 'granted'
      // Not every screen reader reads out the changed name of a focused button.
      if (answer === 'denied') void announce(button, notifyDenied)
      setWanted(next)
      if (next !== isOn) onPressedChange?.(next)
    }
    return (
      <ActionButton
        {...props}
        ref={ref}
        aria-pressed={isOn}
        // The attribute `disabled` would drop the focus right after the permission prompt.
        aria-disabled={isDenied || undefined}
        onClick={(event) => {
          onClick?.(event)
          if (!event.defaultPrevented && !isDenied) void toggle(event.currentTarget)
        }}
      >
        {isDenied ? notifyDenied : (props.children ?? notifyMe)}
      </ActionButton>
    )
  },
)
