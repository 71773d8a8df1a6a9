'use client'

import { useContext } from 'react'
import { VideoTaskError } from '../core/VideoTaskError.js'
import { VideoTaskContext, type VideoTaskContextValue } from './VideoTaskContext.js'

/**
 * What the hooks work with: explicit options first, then the provider's.
 *
 * @throws {VideoTaskError} code `missing_provider` when neither names a client
 */
export function useVideoTaskContext(explicit?: Partial<VideoTaskContextValue>): VideoTaskContextValue {
  const context = useContext(VideoTaskContext)
  const client = explicit?.client ?? context?.client
  if (!client) {
    throw new VideoTaskError(
      'A video task hook found no client. Put <VideoTaskProvider client={…}> around it, or pass a `client`.',
      { code: 'missing_provider' },
    )
  }
  // The very same one where nothing outweighs it, so that what is made from it can be kept.
  if (context && !explicit) return context
  // An option that is there but undefined is one the caller passed on without having it.
  const given = Object.fromEntries(Object.entries(explicit ?? {}).filter(([, value]) => value !== undefined))
  return { ...context, ...given, client }
}
