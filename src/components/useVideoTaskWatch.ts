'use client'

import { useContext } from 'react'
import { type VideoTaskWatch, WatchContext } from './WatchContext.js'

const IDLE: VideoTaskWatch = {
  taskId: null,
  state: 'idle',
  task: undefined,
  error: null,
  isPolling: false,
  contentUrl: undefined,
  typical: undefined,
  title: '',
  checkAgain: () => {},
  lastNews: () => 0,
}

/**
 * The watch of the `VideoTaskRoot`, card, progress or player around a part, for parts of the app's own; idle where there is
 * none. Asks the API nothing.
 */
export function useVideoTaskWatch(): VideoTaskWatch {
  return useContext(WatchContext) ?? IDLE
}
