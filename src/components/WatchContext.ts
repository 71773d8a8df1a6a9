'use client'

import { createContext } from 'react'
import type { VideoTask } from '../core/VideoTask.js'
import type { VideoTaskError } from '../core/VideoTaskError.js'
import type { VideoTaskState } from '../core/videoTaskState.js'

/** What the parts of one watched task share; derived once, by `WatchProvider`. */
export interface Watch {
  state: VideoTaskState
  task: VideoTask | undefined
  /** Why the last poll could not learn the state. */
  error: VideoTaskError | null
  /** Whether polling goes on by itself. */
  isPolling: boolean
  /** The proxy's or API's address of the finished video; undefined while there is no id. */
  contentUrl: string | undefined
  /** Asks for the task now. */
  checkAgain: () => void
}

/** Holds the watch that the parts inside read; null outside of one. */
export const WatchContext = createContext<Watch | null>(null)
