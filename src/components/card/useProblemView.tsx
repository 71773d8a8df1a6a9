'use client'

import { useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { ProblemActions, ProblemView } from './showProblem.js'
import { actionButton } from '../actions/ActionButton.js'
import { LiveText } from '../LiveText.js'
import { stateWords } from '../messages/englishWords.js'
import { errorSentences } from '../messages/errorSentences.js'
import { problemOf, useFormats, useMessages } from '../messages/formats.js'
import { isWaiting } from '../player/Well.js'
import { useWatchedTask } from '../useVideoTaskWatch.js'
import { pollFailures } from '../../core/polling/failedPoll.js'
import { useLaterPart } from '../../hooks/useLaterPart.js'
import { useVideoTaskContext } from '../../hooks/VideoTaskProvider.js'
import { evaluatePolicy } from '../../query/videoTaskOptions.js'

interface ProblemViewOptions extends ProblemActions {
  /** The app's own element instead of message and buttons. */
  error?: ReactNode
  /** Whether the buttons are apart from the message. */
  isCompact?: boolean
}

/** Returns why there is no video, and what resolves that; empty without an error. */
export function useProblemView({ error, isCompact = false, ...actions }: ProblemViewOptions): ProblemView {
  const watch = useWatchedTask()
  const settings = useVideoTaskContext()
  const queryClient = useQueryClient()
  const messages = useMessages(stateWords)
  const { duration } = useFormats()
  const problem = problemOf(watch)
  // Without a connection it does not load, so it does with the first running task. Until then the state is a word.
  const part = useLaterPart(
    errorSentences,
    error === undefined && (problem ?? (isWaiting(watch) && watch.task)),
  )
  if (!problem) return {}
  if (error !== undefined) return { notice: <div className="video-task-notice">{error}</div> }
  return (
    part?.show({
      ...actions,
      watch,
      messages,
      problem,
      settings,
      queryClient,
      isCompact,
      duration,
      LiveText,
      button: actionButton,
      failures: pollFailures,
      policy: evaluatePolicy,
    }) ?? {}
  )
}
