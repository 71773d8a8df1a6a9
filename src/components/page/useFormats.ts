'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useContext } from 'react'
import { VideoTaskContext } from '../../hooks/VideoTaskContext.js'
import type { Formats } from './createFormats.js'
import { pageMemory } from './pageMemory.js'

/** What writes numbers and times in the provider's language, English where it names none. */
export function useFormats(): Formats {
  const locale = useContext(VideoTaskContext)?.messages?.locale ?? 'en'
  return pageMemory(useQueryClient()).formats(locale)
}
