'use client'

import { ActionButton, actionContent } from '../actions/ActionButton.js'
import { VideoTaskRefreshButton } from '../actions/VideoTaskRefreshButton.js'
import { VideoTaskRetryButton } from '../actions/VideoTaskRetryButton.js'
import { errorSentences } from '../messages/errorSentences.js'
import { editIcon } from '../icons.js'
import { useLaterPart } from '../../hooks/useLaterPart.js'
import { actionWords } from '../messages/englishWords.js'
import { useMessages } from '../messages/formats.js'
import { useWatchedTask } from '../useVideoTaskWatch.js'
import type { FailedVideoTask, VideoTask } from '../../core/task/videoTask.js'

export interface CardVerbsProps {
  onRetry?: ((task: FailedVideoTask) => void) | undefined
  onEditPrompt?: ((task: VideoTask) => void) | undefined
}

/** The actions that resolve an error, the best one first: that is another prompt where the prompt was the reason. */
export function CardVerbs({ onRetry, onEditPrompt }: CardVerbsProps) {
  const { task } = useWatchedTask()
  const words = useMessages(actionWords)
  const failed = task?.status === 'failed' || task?.status === 'error' ? task : undefined
  const sentences = useLaterPart(errorSentences, failed !== undefined)
  if (failed && sentences === undefined) return null
  const kind = sentences?.describeVideoTaskError(failed?.error).kind
  const isPrompt = kind === 'moderation' || kind === 'invalid_request'
  const edit = failed && onEditPrompt && (
    <ActionButton onClick={() => onEditPrompt(failed)}>
      {actionContent(editIcon, words.editPrompt)}
    </ActionButton>
  )
  return (
    <div className="video-task-verbs">
      <VideoTaskRefreshButton />
      {isPrompt && edit}
      {onRetry && <VideoTaskRetryButton onRetry={onRetry} />}
      {!isPrompt && edit}
    </div>
  )
}
