'use client'

import { useState } from 'react'
import { aspectRatio } from '../aspectRatio.js'
import { messages } from '../messages.js'
import { VideoTaskPlayer } from '../player/VideoTaskPlayer.js'
import { videoSource } from '../player/videoSource.js'
import { VideoTaskProgress } from '../progress/VideoTaskProgress.js'
import { useStyleProperty } from '../useStyleProperty.js'
import { useWatch } from '../useWatch.js'
import { CardNotice } from './CardNotice.js'
import type { VideoTaskCardProps } from './VideoTaskCard.js'

/** The stage of a card: one place of one shape in which every state shows. */
export function CardWell({ size, onRetry }: Pick<VideoTaskCardProps, 'size' | 'onRetry'>) {
  const { state, task, error, isPolling, contentUrl, checkAgain } = useWatch()
  const [brokenSource, setBrokenSource] = useState<string>()
  const source = videoSource(task, contentUrl)
  const ref = useStyleProperty<HTMLDivElement>('--video-task-ratio', aspectRatio(size ?? task?.size), null)
  const isFailure = task?.status === 'failed' || task?.status === 'error'
  return (
    <div className="video-task-well" ref={ref}>
      {state === 'idle' && <p className="video-task-line">{messages.state.idle}</p>}
      {state === 'queued' && <p className="video-task-line">{messages.state.queued}</p>}
      {(task === undefined || task.status === 'queued' || task.status === 'in_progress') &&
        state !== 'idle' && <VideoTaskProgress />}
      {source !== undefined && source !== brokenSource && (
        <VideoTaskPlayer size={size} onError={() => setBrokenSource(source)} />
      )}
      {source !== undefined && source === brokenSource && (
        <CardNotice
          text={messages.expired}
          action={messages.getNewLink}
          onAction={() => {
            setBrokenSource(undefined)
            checkAgain()
          }}
        />
      )}
      {isFailure && (
        <CardNotice
          text={task.error?.message ?? messages.failed}
          requestId={task.error?.request_id}
          action={messages.tryAgain}
          onAction={onRetry && (() => onRetry(task))}
        />
      )}
      {state === 'stalled' && (
        <CardNotice text={messages.stalled} action={messages.checkAgain} onAction={checkAgain} />
      )}
      {state === 'unreachable' && (
        <CardNotice
          text={isPolling ? messages.unreachableRetrying : (error?.message ?? messages.unreachable)}
          action={messages.checkAgain}
          onAction={checkAgain}
        />
      )}
    </div>
  )
}
