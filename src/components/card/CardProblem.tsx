'use client'

import { VideoApiError } from '../../core/VideoApiError.js'
import { messages } from '../messages.js'
import { useWatch } from '../useWatch.js'
import { CardNotice } from './CardNotice.js'
import type { VideoTaskCardProps } from './VideoTaskCard.js'

/** What stands in a task's way, if anything does: a failure, no news, or a state that could not be learnt. */
export function CardProblem({ onRetry }: Pick<VideoTaskCardProps, 'onRetry'>) {
  const { state, task, error, isPolling, checkAgain } = useWatch()
  if (task?.status === 'failed' || task?.status === 'error') {
    return (
      <CardNotice
        text={task.error?.message ?? messages.failed}
        requestId={task.error?.request_id}
        action={messages.tryAgain}
        onAction={onRetry && (() => onRetry(task))}
      />
    )
  }
  if (state === 'stalled') {
    return <CardNotice text={messages.stalled} action={messages.checkAgain} onAction={checkAgain} />
  }
  if (state !== 'unreachable') return null
  const answer = error instanceof VideoApiError ? error : undefined
  return (
    <CardNotice
      text={isPolling ? messages.unreachableRetrying : (answer?.detail ?? messages.unreachable)}
      requestId={isPolling ? undefined : answer?.requestId}
      action={messages.checkAgain}
      onAction={checkAgain}
    />
  )
}
