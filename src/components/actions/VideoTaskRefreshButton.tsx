'use client'

import { forwardRef } from 'react'
import { ActionButton, actionContent, type ActionButtonProps } from './ActionButton.js'
import { againIcon } from '../icons.js'
import { refreshButtonWords } from '../messages/englishWords.js'
import { useMessages } from '../messages/formats.js'
import { useVideoTaskWatch } from '../useVideoTaskWatch.js'

/**
 * Polls the watched task now: resumes a stalled or failed watch, and gets a new link for a completed video whose link has
 * expired. Renders a `<button>`, or nothing in any other state.
 *
 * @example
 * ```tsx
 * import { VideoTaskErrorMessage, VideoTaskRefreshButton, VideoTaskRoot } from 'react-video-task/components'
 *
 * export const Outage = ({ taskId }: { taskId: string }) => (
 *   <VideoTaskRoot taskId={taskId}>
 *     <VideoTaskErrorMessage />
 *     <VideoTaskRefreshButton className="primary" />
 *   </VideoTaskRoot>
 * )
 * ```
 */
export const VideoTaskRefreshButton = forwardRef<HTMLButtonElement, ActionButtonProps>(
  function VideoTaskRefreshButton({ onClick, ...props }, ref) {
    const { state, refresh } = useVideoTaskWatch()
    const words = useMessages(refreshButtonWords)
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
        {props.children ?? actionContent(againIcon, state === 'expired' ? words.refreshLink : words.refresh)}
      </ActionButton>
    )
  },
)
