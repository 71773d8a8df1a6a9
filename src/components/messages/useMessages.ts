'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useContext, useMemo } from 'react'
import type { VideoTaskMessages } from '../../core/VideoTaskMessages.js'
import { VideoTaskContext } from '../../hooks/VideoTaskContext.js'
import type { Formats } from '../page/createFormats.js'
import { pageMemory } from '../page/pageMemory.js'
import { englishMessages } from './englishMessages.js'

/** The provider's language, English for what it leaves out, and what writes its numbers. */
export function useMessages(): VideoTaskMessages & { formats: Formats } {
  const messages = useContext(VideoTaskContext)?.messages
  const queryClient = useQueryClient()
  return useMemo(() => {
    const all = { ...englishMessages, ...messages }
    return { ...all, formats: pageMemory(queryClient).formats(all.locale) }
  }, [messages, queryClient])
}
