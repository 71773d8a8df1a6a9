import type { QueryState } from '@tanstack/react-query'
import { isTerminal, VideoApiError, type VideoTask, VideoTaskError } from 'react-video-task'

/** Polls of an unknown id before the library gives up. */
const MAX_UNKNOWN_ID_POLLS = 4

/**
 * Describes how a watch ended: a terminal status, `stalled`, or `refused` and the error's code; `undefined` while it goes
 * on. Written independently of the library, whose own decision is under test.
 */
export function watchEndOf({ data, error }: QueryState<VideoTask, Error>): string | undefined {
  if (data && isTerminal(data)) return data.status
  if (data?.observed?.stalled !== undefined) return 'stalled'
  if (!error) return undefined
  if (!(error instanceof VideoTaskError)) return `broken: ${String(error)}`
  if (error.code === 'stalled') return 'stalled'
  const isUnknownId =
    error instanceof VideoApiError && (error.status === 404 || error.code === 'task_not_exist')
  const goesOn = isUnknownId ? (error.attempt ?? 1) <= MAX_UNKNOWN_ID_POLLS : error.retryable
  return goesOn ? undefined : `refused ${error.code}`
}
