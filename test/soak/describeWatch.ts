import type { QueryState } from '@tanstack/react-query'
import { isTerminal, VideoApiError, type VideoTask, VideoTaskError } from 'react-video-task'

/** The API may not know a fresh id yet, and is asked this often. */
const FRESH_ATTEMPTS = 4

/**
 * How a watch has ended, in words: a terminal status, `stalled`, or `refused` and the error's code; undefined while it goes
 * on. Written anew here, so that the library's own idea of an end is not what it is measured by.
 */
export function describeWatch({ data, error }: QueryState<VideoTask, Error>): string | undefined {
  if (data && isTerminal(data)) return data.status
  if (data?.observed?.stalled !== undefined) return 'stalled'
  if (!error) return undefined
  if (!(error instanceof VideoTaskError)) return `broken: ${String(error)}`
  if (error.code === 'stalled') return 'stalled'
  const isUnknown =
    error instanceof VideoApiError && (error.status === 404 || error.code === 'task_not_exist')
  const goesOn = isUnknown ? (error.attempt ?? 1) <= FRESH_ATTEMPTS : error.retryable
  return goesOn ? undefined : `refused ${error.code}`
}
