'use client'

import { forwardRef, useCallback } from 'react'
import { useVideoTaskContext } from '../../hooks/useVideoTaskContext.js'
import { contentUrlOf } from '../../hooks/source/contentUrlOf.js'
import { useMediaSource } from '../../hooks/source/useMediaSource.js'
import { assignRef } from '../assignRef.js'
import { classNames } from '../classNames.js'
import { frameSize } from '../frameSize.js'
import { stateAttributes } from '../stateAttributes.js'
import { useWatchedTask } from '../useWatchedTask.js'
import type { VideoTaskPlayerProps } from './VideoTaskPlayer.js'

/** The `<video>` of the watch around it. */
export const PlayerVideo = forwardRef<HTMLVideoElement, Omit<VideoTaskPlayerProps, 'taskId'>>(
  function PlayerVideo({ className, size, source, ...props }, ref) {
    const watch = useWatchedTask()
    const { task, taskId } = watch
    const { client, scope } = useVideoTaskContext()
    const contentUrl = task?.status === 'completed' ? contentUrlOf(client, taskId ?? task.id) : undefined
    const { src, phase, attach } = useMediaSource({ id: taskId, task, contentUrl, scope, prefer: source })
    const { width, height } = frameSize(size ?? task?.size)
    const ratio = `${width} / ${height}`
    const place = useCallback(
      (element: HTMLVideoElement | null) => {
        attach(element)
        // Through the style object: a strict Content-Security-Policy drops `style` attributes.
        element?.style.setProperty('--video-task-ratio', ratio)
        return assignRef(ref, element)
      },
      [attach, ratio, ref],
    )
    // Phones show nothing of a video that has only its metadata; a media fragment makes them show its first frame. It is
    // never sent, so no signature breaks on it.
    const firstFrame =
      props.poster === undefined && (props.preload ?? 'metadata') === 'metadata' ? '#t=0.001' : ''
    return (
      <video
        // A new id is a new video: nothing of the old one, such as a place in it, may show.
        key={taskId}
        controls={src !== undefined}
        // Firefox stops at any video, also at one with nothing to play.
        tabIndex={src === undefined ? -1 : undefined}
        playsInline
        width={width}
        height={height}
        preload="metadata"
        {...props}
        ref={place}
        src={src && src + firstFrame}
        className={classNames('video-task-player', className)}
        aria-busy={phase === 'refreshing' || undefined}
        {...stateAttributes(watch)}
      />
    )
  },
)
