'use client'

import { frameSize } from '../frameSize.js'
import { useMessages } from '../messages/useMessages.js'
import { LiveText } from '../page/LiveText.js'
import { useFormats } from '../page/useFormats.js'
import { VideoTaskPlayer } from '../player/VideoTaskPlayer.js'
import { VideoTaskProgress } from '../progress/VideoTaskProgress.js'
import { titleWords } from '../root/titleWords.js'
import { stateWords } from '../status/stateWords.js'
import { useWatchedTask } from '../useWatchedTask.js'
import { CardNotice } from './CardNotice.js'
import type { VideoTaskCardProps } from './VideoTaskCard.js'

type CardWellProps = Pick<VideoTaskCardProps, 'size' | 'poster' | 'source' | 'slots' | 'onRetry' | 'variant'>

/** The stage of a card: one place of one shape in which every state shows. */
export function CardWell({ size, poster, source, slots = {}, onRetry, variant }: CardWellProps) {
  const { state, task, title } = useWatchedTask()
  const { state: words, untitled } = useMessages({ ...stateWords, ...titleWords })
  const formats = useFormats()
  const isCompact = variant === 'compact'
  const isWaiting = task ? task.status === 'queued' || task.status === 'in_progress' : state !== 'idle'
  const waited = (now: number) => formats.duration(now - (task?.observed?.first_seen ?? now))
  const {
    progress = <VideoTaskProgress variant={isCompact ? 'ring' : 'bar'} />,
    player = <VideoTaskPlayer size={size} source={source} poster={poster} aria-label={title ?? untitled} />,
  } = slots
  return (
    <div className="video-task-well" tabIndex={-1}>
      {/* Keeps the well in shape: unlike a style attribute, no Content-Security-Policy drops it from a server's HTML. */}
      <canvas className="video-task-frame" hidden aria-hidden {...frameSize(size ?? task?.size)} />
      {state === 'idle' && <p className="video-task-line">{words.idle}</p>}
      {state === 'queued' && (
        <p className="video-task-line">
          {words.queued} <LiveText className="video-task-waited" isLive read={waited} />
        </p>
      )}
      {task?.status === 'completed' && player}
      {isWaiting && progress}
      {!isCompact && <CardNotice error={slots.error} onRetry={onRetry} />}
    </div>
  )
}
