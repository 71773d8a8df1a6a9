'use client'

import { createContext } from 'react'
import type { TypicalDuration } from '../core/TypicalDuration.js'
import type { VideoTask } from '../core/VideoTask.js'
import type { VideoTaskError } from '../core/VideoTaskError.js'
import type { VideoTaskState } from '../core/videoTaskState.js'

/** What the parts of one watched task share, derived once at its root. */
export interface VideoTaskWatch {
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
  /** The proxy's or API's address of the finished video; undefined until it is finished. */
  contentUrl: string | undefined
  /** How long such tasks take, where the provider's duration store has learnt it. */
  typical: TypicalDuration | undefined
  /** What the video is called where it is spoken of. */
  title: string
  /** Asks for the task now, and goes on watching a task that was given up. */
  checkAgain: () => void
  /** When the state was last learnt, in ms of this machine's clock; read when needed, so that a poll renders nothing. */
  lastNews: () => number
}

/** Holds the watch that the parts inside read; null outside of one. */
export const WatchContext = createContext<VideoTaskWatch | null>(null)
