'use client'

import { forwardRef, useEffect, useState } from 'react'
import { ActionButton, type ActionButtonProps } from './ActionButton.js'
import { useMessages } from '../messages/useMessages.js'
import { copyWords } from '../messages/words.js'
import { useVideoTaskWatch } from '../watch.js'
import { videoTaskAddresses, type VideoTaskSourcePreference } from '../../core/wire/videoUrl.js'

/** Props of `VideoTaskCopyLink`: its own, and every attribute of a `<button>`. */
export interface VideoTaskCopyLinkProps extends ActionButtonProps {
  /** The video's own temporary address, or the content route of the API or proxy. @default 'url' */
  source?: VideoTaskSourcePreference | undefined
}

/** How long the button says what became of it, in ms. */
const SHOWN = 2_000

/**
 * Copies the finished video's address to the clipboard, and says so where its label stood. Renders a `<button>`, or nothing
 * while there is no address that works.
 */
export const VideoTaskCopyLink = forwardRef<HTMLButtonElement, VideoTaskCopyLinkProps>(
  function VideoTaskCopyLink({ source, onClick, ...props }, ref) {
    const { state, task, contentUrl } = useVideoTaskWatch()
    const { copyLink, linkCopied, copyFailed } = useMessages(copyWords)
    const [outcome, setOutcome] = useState<'copied' | 'failed'>()
    useEffect(() => {
      if (outcome === undefined) return
      const timer = setTimeout(() => setOutcome(undefined), SHOWN)
      return () => clearTimeout(timer)
    }, [outcome])
    const [address] = videoTaskAddresses(task, contentUrl, source)
    if (state !== 'completed' || address === undefined) return null
    const copy = async () => {
      try {
        // Not there at all where the page is not served over HTTPS.
        await navigator.clipboard.writeText(new URL(address, location.href).href)
        setOutcome('copied')
      } catch (error) {
        console.warn('The link could not be copied.', error)
        setOutcome('failed')
      }
    }
    return (
      <ActionButton
        {...props}
        ref={ref}
        // A button's name that changes under the focus is read out by most screen readers, but not by all.
        aria-live="polite"
        data-outcome={outcome}
        onClick={(event) => {
          onClick?.(event)
          if (!event.defaultPrevented) void copy()
        }}
      >
        {outcome === 'copied' ? linkCopied : outcome === 'failed' ? copyFailed : (props.children ?? copyLink)}
      </ActionButton>
    )
  },
)
