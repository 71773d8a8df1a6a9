'use client'

import { forwardRef, type HTMLAttributes } from 'react'
import { VideoTaskRefreshButton } from './VideoTaskRefreshButton.js'
import { VideoTaskCopyLink } from './VideoTaskCopyLink.js'
import { VideoTaskDownload } from './VideoTaskDownload.js'
import { VideoTaskRetryButton, type VideoTaskRetryButtonProps } from './VideoTaskRetryButton.js'
import { classNames } from '../part.js'

/** Props of `VideoTaskActions`: its own, and every attribute of a `<div>`. */
export interface VideoTaskActionsProps extends HTMLAttributes<HTMLDivElement> {
  /** Called when somebody wants a failed video made again; without it that button is left out. */
  onRetry?: VideoTaskRetryButtonProps['onRetry'] | undefined
}

/**
 * What can be done now: check again, get a new link, try again, copy the link, download. Renders a `<div>` with the buttons
 * that fit the state of the watch around it; children take their place.
 */
export const VideoTaskActions = forwardRef<HTMLDivElement, VideoTaskActionsProps>(function VideoTaskActions(
  { onRetry, className, children, ...props },
  ref,
) {
  return (
    <div {...props} ref={ref} className={classNames('video-task-actions', className)}>
      {children ?? (
        <>
          <VideoTaskRefreshButton />
          {onRetry && <VideoTaskRetryButton onRetry={onRetry} />}
          <VideoTaskCopyLink />
          <VideoTaskDownload />
        </>
      )}
    </div>
  )
})
