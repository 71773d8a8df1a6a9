'use client'

import { forwardRef, type HTMLAttributes } from 'react'
import { VideoTaskCopyLink } from './VideoTaskCopyLink.js'
import { VideoTaskDownload } from './VideoTaskDownload.js'
import { VideoTaskRefreshButton } from './VideoTaskRefreshButton.js'
import { VideoTaskRetryButton, type VideoTaskRetryButtonProps } from './VideoTaskRetryButton.js'
import { classNames } from '../renderPart.js'

/** Props of `VideoTaskActions`: its own, and every attribute of a `<div>`. */
export interface VideoTaskActionsProps extends HTMLAttributes<HTMLDivElement> {
  /** Called with the failed task when the retry button is pressed; without it there is no such button. */
  onRetry?: VideoTaskRetryButtonProps['onRetry'] | undefined
}

/**
 * Groups the actions on the watched task: refresh, retry, copy link and download. Renders a `<div>` with the buttons that
 * apply to the state of the watch around it; children replace them.
 *
 * @example
 * ```tsx
 * import { VideoTaskActions, VideoTaskRoot } from 'react-video-task/components'
 *
 * export const Actions = ({ taskId, onRetry }: { taskId: string; onRetry: () => void }) => (
 *   <VideoTaskRoot taskId={taskId}>
 *     <VideoTaskActions onRetry={onRetry} />
 *   </VideoTaskRoot>
 * )
 * ```
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
