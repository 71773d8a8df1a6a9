'use client'

import { createContext } from 'react'
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
  /** What the video is called, where the app or the API says: its title, else the prompt. */
  title: string | undefined
}

/** Holds the task that the parts inside show; null outside of a watch. */
export const WatchContext = createContext<WatchedTask | null>(null)
