'use client'

import { createContext } from 'react'
import type { VideoTaskOptions } from '../query/videoTaskOptions.js'
import type { VideoClient } from '../core/VideoClient.js'

/** What the provider gives to everything under it. */
export interface VideoTaskContextValue extends VideoTaskOptions {
  client: VideoClient
}

/** Holds what `VideoTaskProvider` was given; null outside of one. */
export const VideoTaskContext = createContext<VideoTaskContextValue | null>(null)
