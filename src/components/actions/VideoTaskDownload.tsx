'use client'

import { forwardRef, type AnchorHTMLAttributes } from 'react'
import { videoTaskAddresses } from '../../core/videoTaskAddresses.js'
import { classNames } from '../classNames.js'
import { useMessages } from '../messages/useMessages.js'
import { useVideoTaskWatch } from '../useVideoTaskWatch.js'

/** Props of `VideoTaskDownload`: every attribute of an `<a>`. */
export type VideoTaskDownloadProps = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'>

/** Saves the finished video. Renders an `<a>`, or nothing while there is no address that works. */
export const VideoTaskDownload = forwardRef<HTMLAnchorElement, VideoTaskDownloadProps>(
  function VideoTaskDownload({ className, ...props }, ref) {
    const { state, task, contentUrl } = useVideoTaskWatch()
    const { download } = useMessages()
    if (state !== 'completed' || !task) return null
    // A browser saves only what its own origin serves; anything else it opens, so give that a tab of its own.
    const isOwn = contentUrl?.startsWith('/') === true
    return (
      <a
        href={isOwn ? contentUrl : videoTaskAddresses(task, contentUrl)[0]}
        {...(isOwn ? { download: `${task.id}.mp4` } : { target: '_blank', rel: 'noopener noreferrer' })}
        {...props}
        ref={ref}
        className={classNames('video-task-action', className)}
      >
        {props.children ?? download}
      </a>
    )
  },
)
