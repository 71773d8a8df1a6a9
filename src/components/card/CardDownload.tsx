'use client'

import { messages } from '../messages.js'
import { videoSource } from '../player/videoSource.js'
import { useWatch } from '../useWatch.js'

/** The `<a>` that saves a finished video. */
export function CardDownload() {
  const { task, contentUrl } = useWatch()
  if (task?.status !== 'completed') return null
  // A browser saves only what its own origin serves; anything else it opens, so give that a tab of its own.
  const isOwn = contentUrl?.startsWith('/') === true
  return (
    <a
      className="video-task-action"
      href={isOwn ? contentUrl : videoSource(task, contentUrl)}
      {...(isOwn ? { download: `${task.id}.mp4` } : { target: '_blank', rel: 'noopener noreferrer' })}
    >
      {messages.download}
    </a>
  )
}
