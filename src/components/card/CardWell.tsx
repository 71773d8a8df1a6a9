'use client'

import type { ReactNode } from 'react'
import { CardNotice } from './CardNotice.js'
import { ActionButton, actionContent } from '../actions/ActionButton.js'
import { undoIcon } from '../icons.js'
import { actionWords, cardWords, stateWords, titleWords } from '../messages/englishWords.js'
import { useMessages } from '../messages/formats.js'
import { isWaiting, Well } from '../player/Well.js'
import { frameSize } from '../renderPart.js'
import { useWatchedTask } from '../useVideoTaskWatch.js'
import { VideoTaskPlayer } from '../VideoTaskPlayer.js'
import { VideoTaskProgress } from '../VideoTaskProgress.js'
import type { VideoTaskSourcePreference } from '../../core/content/playableUrls.js'

interface CardWellProps {
  size: string | undefined
  poster: string | undefined
  source: VideoTaskSourcePreference | undefined
  slots: { progress?: ReactNode; player?: ReactNode; error?: ReactNode }
  verbs: ReactNode
  isCompact: boolean
  /** Whether the video is deleted on screen. */
  isDeleted: boolean
  undoButton: ReactNode
}

/** The video area of a card: one frame of one shape, in which every state is shown. */
export function CardWell({
  size,
  poster,
  source,
  slots,
  verbs,
  isCompact,
  isDeleted,
  undoButton,
}: CardWellProps) {
  const watch = useWatchedTask()
  const { state, task, title } = watch
  const { empty, untitled } = useMessages({ ...cardWords, ...titleWords })
  const isGone = isDeleted || state === 'deleted'
  const {
    progress = <VideoTaskProgress />,
    player = <VideoTaskPlayer size={size} source={source} poster={poster} aria-label={title ?? untitled} />,
  } = slots
  return (
    <Well className="video-task-well" tabIndex={-1}>
      {/* Gives the well its shape: unlike a style attribute, no Content-Security-Policy removes it from a server's HTML. */}
      <canvas className="video-task-frame" hidden aria-hidden {...frameSize(size ?? task?.size)} />
      {/* A quiet field in the colours of the picture. */}
      {poster !== undefined && isWaiting(watch) && (
        <img className="video-task-backdrop" src={poster} alt="" />
      )}
      {!isCompact && (state === 'idle' || isGone) && (
        <div className="video-task-line">
          {isGone ? <DeletedWord /> : empty}
          {undoButton}
        </div>
      )}
      {!isGone && task?.status === 'completed' && player}
      {!isGone && isWaiting(watch) && progress}
      {!isGone && !isCompact && <CardNotice error={slots.error}>{verbs}</CardNotice>}
    </Well>
  )
}

/** Says that the video is deleted. */
export function DeletedWord() {
  return <>{useMessages(stateWords).state.deleted}</>
}

/** Takes a deletion back. Gets the focus, which was in the menu. */
export function UndoButton({ onClick }: { onClick: () => void }) {
  const { undo } = useMessages(actionWords)
  return (
    <ActionButton autoFocus onClick={onClick}>
      {actionContent(undoIcon, undo)}
    </ActionButton>
  )
}
