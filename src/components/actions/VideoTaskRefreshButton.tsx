'use client'

import { forwardRef } from 'react'
import { ActionButton, type ActionButtonProps } from './ActionButton.js'
import { useMessages } from '../messages/useMessages.js'
import { refreshButtonWords } from '../messages/words.js'
import { useVideoTaskWatch } from '../watch.js'

/**
 * Asks for the task of the watch around it now: goes on with a watch that was given up, and gets a new link for a finished
 * video whose link has expired. Renders a `<button>`, or nothing where there is nothing to ask anew.
 */
export const VideoTaskRefreshButton = forwardRef<HTMLButtonElement, ActionButtonProps>(
  function VideoTaskRefreshButton({ onClick, ...props }, ref) {
    const { state, refresh } = useVideoTaskWatch()
    const { refresh: label, refreshLink } = useMessages(refreshButtonWords)
    if (state !== 'stalled' && state !== 'unreachable' && state !== 'expired') return null
    return (
      <ActionButton
        {...props}
        ref={ref}
        onClick={(event) => {
          onClick?.(event)
          if (!event.defaultPrevented) refresh()
        }}
      >
        {props.children ?? (state === 'expired' ? refreshLink : label)}
      </ActionButton>
    )
  },
)
