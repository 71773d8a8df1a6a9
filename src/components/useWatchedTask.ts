'use client'

import { useContext } from 'react'
import { WatchContext, type WatchedTask } from './WatchContext.js'

const IDLE: WatchedTask = {
  taskId: null,
  state: 'idle',
  task: undefined,
  error: null,
  isPolling: false,
  title: undefined,
}

/** What is known of the task of the watch around a part; idle where there is none. */
export function useWatchedTask(): WatchedTask {
  return useContext(WatchContext) ?? IDLE
}
