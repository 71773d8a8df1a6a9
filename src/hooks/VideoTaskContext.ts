'use client'

import { createContext } from 'react'
import type { VideoClient } from '../core/VideoClient.js'
import type { VideoTaskMessages } from '../core/VideoTaskMessages.js'
import type { VideoTaskOptions } from '../query/videoTaskOptions.js'

/** What the provider gives to everything under it. */
export interface VideoTaskContextValue extends VideoTaskOptions {
  /** What asks the API: `createVideoClient`, or an object of yours. */
  client: VideoClient
  /** What the components say: a language, such as `chineseMessages`, or other words for some strings. @default English */
  messages?: Partial<VideoTaskMessages> | undefined
}

/** Holds what `VideoTaskProvider` was given; null outside of one. */
export const VideoTaskContext = createContext<VideoTaskContextValue | null>(null)
