'use client'

import { useRef, useState } from 'react'
import { frameSize } from '../frameSize.js'
import { messages } from '../messages.js'
import { VideoTaskPlayer } from '../player/VideoTaskPlayer.js'
import { videoSource } from '../player/videoSource.js'
import { VideoTaskProgress } from '../progress/VideoTaskProgress.js'
import { useWatch } from '../useWatch.js'
import { CardNotice } from './CardNotice.js'
import { CardProblem } from './CardProblem.js'
import type { VideoTaskCardProps } from './VideoTaskCard.js'

interface CardWellProps extends Pick<VideoTaskCardProps, 'size' | 'onRetry'> {
  /** Name of the video for assistive technology. */
  label: string
}

/** The stage of a card: one place of one shape in which every state shows. */
export function CardWell({ size, onRetry, label }: CardWellProps) {
  const { state, task, contentUrl, checkAgain } = useWatch()
  const [brokenSource, setBrokenSource] = useState<string>()
  const well = useRef<HTMLDivElement>(null)
  const source = videoSource(task, contentUrl)
  const isBroken = source !== undefined && source === brokenSource
  const isWaiting = task ? task.status === 'queued' || task.status === 'in_progress' : state !== 'idle'
  const getNewLink = () => {
    // The button is about to go; whoever pressed it by keyboard stays where they are.
    well.current?.focus()
    setBrokenSource(undefined)
    checkAgain()
  }
  return (
    <div className="video-task-well" ref={well} tabIndex={-1}>
      {/* Keeps the well in shape: unlike a style attribute, no Content-Security-Policy drops it from a server's HTML. */}
      <canvas className="video-task-frame" hidden aria-hidden {...frameSize(size ?? task?.size)} />
      {(state === 'idle' || state === 'queued') && <p className="video-task-line">{messages.state[state]}</p>}
      {isWaiting && <VideoTaskProgress />}
      {source !== undefined && !isBroken && (
        <VideoTaskPlayer size={size} aria-label={label} onError={() => setBrokenSource(source)} />
      )}
      {isBroken && <CardNotice text={messages.expired} action={messages.getNewLink} onAction={getNewLink} />}
      <CardProblem onRetry={onRetry} />
    </div>
  )
}
