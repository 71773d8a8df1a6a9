'use client'

import { useContext } from 'react'
import type { VideoTaskMessages } from '../../core/messages.js'
import { VideoTaskContext } from '../../hooks/VideoTaskProvider.js'

/** Returns the provider's messages; the English words given stand in for those it leaves out. */
export function useMessages<Name extends keyof VideoTaskMessages>(
  words: Pick<VideoTaskMessages, Name>,
): Pick<VideoTaskMessages, Name> & Pick<Partial<VideoTaskMessages>, 'errors'> {
  return { ...words, ...useContext(VideoTaskContext)?.messages }
}
