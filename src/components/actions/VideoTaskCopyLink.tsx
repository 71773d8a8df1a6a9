'use client'

import { forwardRef, useEffect, useState } from 'react'
import { ActionButton, actionContent, type ActionButtonProps } from './ActionButton.js'
import { linkIcon } from '../icons.js'
import { announce } from '../messages/announce.js'
import { copyWords } from '../messages/englishWords.js'
import { useMessages } from '../messages/formats.js'
import { useWatchedTask } from '../useVideoTaskWatch.js'
import { playableUrls, type VideoTaskSourcePreference } from '../../core/content/playableUrls.js'

/** Props of `VideoTaskCopyLink`: its own, and every attribute of a `<button>`. */
export interface VideoTaskCopyLinkProps extends ActionButtonProps {
  /** Link to copy: the task's temporary `video_url`, or the content route of the API or proxy. @default 'url' */
  source?: VideoTaskSourcePreference | undefined
}

/**
 * Copies the completed video's link to the clipboard and shows the outcome in place of its label. Renders a `<button>`
 * with `data-outcome` `copied` or `failed` for two seconds after a press; nothing without a link.
 *
 * @example
 * ```tsx
 * import { VideoTaskCopyLink, VideoTaskRoot } from 'react-video-task/components'
 *
 * export const Share = ({ taskId }: { taskId: string }) => (
 *   <VideoTaskRoot taskId={taskId}>
 *     <VideoTaskCopyLink source="content">Copy a lasting link</VideoTaskCopyLink>
 *   </VideoTaskRoot>
 * )
 * ```
 */
export const VideoTaskCopyLink = forwardRef<HTMLButtonElement, VideoTaskCopyLinkProps>(
  function VideoTaskCopyLink({ source, onClick, ...props }, ref) {
    const { state, task, contentUrl } = useWatchedTask()
    const { copyLink, linkCopied, copyFailed } = useMessages(copyWords)
    const [outcome, setOutcome] = useState<'copied' | 'failed'>()
    const words = outcome && (outcome === 'copied' ? linkCopied : copyFailed)
    useEffect(() => {
      if (outcome === undefined) return
      const timer = setTimeout(() => setOutcome(undefined), OUTCOME_SHOWN_FOR)
      return () => clearTimeout(timer)
    }, [outcome])
    const [address] = playableUrls(task, contentUrl, source)
    if (state !== 'completed' || address === undefined) return null
    // Not every screen reader reads out the changed name of a focused button.
    const show = (button: Element, next: 'copied' | 'failed') => {
      setOutcome(next)
      void announce(button, next === 'copied' ? linkCopied : copyFailed)
    }
    const copy = async (button: Element) => {
      try {
        // Of the button's window, as the browser asks for its focus. Throws on a page without HTTPS, where there is no `navigator.clipboard`.
        const page = button.ownerDocument.defaultView ?? window
        await page.navigator.clipboard.writeText(new URL(address, location.href).href)
        show(button, 'copied')
      } catch (error) {
        console.warn('The link could not be copied.', error)
        show(button, 'failed')
      }
    }
    return (
      <ActionButton
        {...props}
        ref={ref}
        data-outcome={outcome}
        onClick={(event) => {
          onClick?.(event)
          if (!event.defaultPrevented) void copy(event.currentTarget)
        }}
      >
        {words === undefined && props.children !== undefined
          ? props.children
          : actionContent(linkIcon, words ?? copyLink)}
      </ActionButton>
    )
  },
)

/** Time for which the button shows the outcome, in ms. */
const OUTCOME_SHOWN_FOR = 2_000
