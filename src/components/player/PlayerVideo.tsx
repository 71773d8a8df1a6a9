'use client'

import { forwardRef, type VideoHTMLAttributes } from 'react'
import { frameSize } from '../frameSize.js'
import { useStyleProperty } from '../useStyleProperty.js'
import { useWatch } from '../useWatch.js'
import { videoSource } from './videoSource.js'

type PlayerVideoProps = Omit<VideoHTMLAttributes<HTMLVideoElement>, 'src'> & { size?: string }

/** The `<video>` of the watch around it. */
export const PlayerVideo = forwardRef<HTMLVideoElement, PlayerVideoProps>(function PlayerVideo(
  { className, size, ...props },
  ref,
) {
  const { state, task, contentUrl } = useWatch()
  const src = videoSource(task, contentUrl)
  const { width, height } = frameSize(size ?? task?.size)
  const styleRef = useStyleProperty('--video-task-ratio', `${width} / ${height}`, ref)
  return (
    <video
      controls={src !== undefined}
      playsInline
      width={width}
      height={height}
      preload="metadata"
      {...props}
      ref={styleRef}
      src={src}
      className={className ? `video-task-player ${className}` : 'video-task-player'}
      data-status={state}
    />
  )
})
