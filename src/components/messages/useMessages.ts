'use client'

import { useContext } from 'react'
import type { VideoTaskMessages } from '../../core/messages.js'
import { VideoTaskContext } from '../../hooks/VideoTaskProvider.js'

/** The provider's language, and for what it leaves out the English words of the part that asks. */
export function useMessages<Name extends keyof VideoTaskMessages>(
  words: Pick<VideoTaskMessages, Name>,
): Pick<VideoTaskMessages, Name> & Pick<Partial<VideoTaskMessages>, 'errors'> {
  return { ...words, ...useContext(VideoTaskContext)?.messages }
}
