'use client'

import { useContext } from 'react'
import { VideoTaskError } from '../core/VideoTaskError.js'
import { type Watch, WatchContext } from './WatchContext.js'

/**
 * The watch around a part.
 *
 * @throws {VideoTaskError} code `missing_task_id` when there is none
 */
export function useWatch(): Watch {
  const watch = useContext(WatchContext)
  if (watch) return watch
  throw new VideoTaskError(
    'A video task component has no task to show. Give it a taskId (null while there is none yet), or put it inside a VideoTaskCard.',
    { code: 'missing_task_id' },
  )
}
