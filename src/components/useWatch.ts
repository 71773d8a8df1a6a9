'use client'

import { useContext } from 'react'
import { type Watch, WatchContext } from './WatchContext.js'

const IDLE: Watch = {
  state: 'idle',
  task: undefined,
  error: null,
  isPolling: false,
  contentUrl: undefined,
  checkAgain: () => {},
}

/** The watch around a part; idle where there is none, as before a task was created. */
export function useWatch(): Watch {
  return useContext(WatchContext) ?? IDLE
}
