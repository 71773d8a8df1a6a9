'use client'

import { createContext } from 'react'
import type { TypicalDuration } from '../core/TypicalDuration.js'
import type { VideoTask } from '../core/VideoTask.js'
import type { VideoTaskError } from '../core/VideoTaskError.js'
import type { VideoTaskState } from '../core/videoTaskState.js'

/** What is known of a watched task, derived once at the root of the parts that share it. */
export interface WatchedTask {
  /** The id that is watched; null while there is none yet. */
  taskId: string | null
  /** Where the watch stands, in one word. */
  state: VideoTaskState
  /** What is known of the task. */
  task: VideoTask | undefined
  /** Why the last poll could not learn the state. */
  error: VideoTaskError | null
  /** Whether polling goes on by itself. */
  isPolling: boolean
  /** How long such tasks take, where the provider's duration store has learnt it. */
  typical: TypicalDuration | undefined
  /** What the video is called where it is spoken of. */
  title: string
}

/** Holds the task that the parts inside show; null outside of a watch. */
export const WatchContext = createContext<WatchedTask | null>(null)
