'use client'

import { ActionButton, actionContent } from '../actions/ActionButton.js'
import { againIcon, editIcon } from '../icons.js'
import { errorSentences } from '../messages/errorSentences.js'
import { useLaterPart } from '../../hooks/useLaterPart.js'
import { actionWords, refreshButtonWords, retryButtonWords } from '../messages/englishWords.js'
import { useMessages } from '../messages/formats.js'
import { useVideoTaskWatch } from '../useVideoTaskWatch.js'
import type { FailedVideoTask, VideoTask } from '../../core/task/videoTask.js'

export interface CardVerbsProps {
  onRetry?: ((task: FailedVideoTask) => void) | undefined
  onEditPrompt?: ((task: VideoTask) => void) | undefined
}

/** The actions that resolve an error, the best one first: that is another prompt where the prompt was the reason. */
export function CardVerbs({ onRetry, onEditPrompt }: CardVerbsProps) {
  const { state, task, refresh } = useVideoTaskWatch()
  const words = useMessages({ ...actionWords, ...refreshButtonWords, ...retryButtonWords })
  const failed = task?.status === 'failed' || task?.status === 'error' ? task : undefined
  const sentences = useLaterPart(errorSentences, failed !== undefined)
  if (failed && sentences === undefined) return null
  const button = (icon: string, label: string, onClick: () => void) => (
    <ActionButton key={label} onClick={onClick}>
      {actionContent(icon, label)}
    </ActionButton>
  )
  const verbs = []
  if (failed) {
    if (onRetry) verbs.push(button(againIcon, words.retry, () => onRetry(failed)))
    if (onEditPrompt) verbs.push(button(editIcon, words.editPrompt, () => onEditPrompt(failed)))
    if (sentences?.isPromptRefused(failed)) verbs.reverse()
  } else if (state !== 'unplayable')
    verbs.push(button(againIcon, state === 'expired' ? words.refreshLink : words.refresh, refresh))
  return <div className="video-task-verbs">{verbs}</div>
}
