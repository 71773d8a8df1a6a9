'use client'

import { QueryClientContext } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useMemo } from 'react'
import type { VideoClient } from '../core/client/VideoClient.js'
import { VideoTaskError } from '../core/errors/VideoTaskError.js'
import type { VideoTaskMessages } from '../core/messages.js'
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

/** Props of `VideoTaskProvider`. Stores, registry and tabs are made once, outside of any component. */
export interface VideoTaskProviderProps extends VideoTaskContextValue {
  /** What is under it. */
  children?: ReactNode
}

/**
 * Gives the hooks and components under it their client. Stands inside the app's `QueryClientProvider`; renders no element.
 *
 * @throws {VideoTaskError} code `missing_query_client` when there is no `QueryClientProvider` around it
 */
export function VideoTaskProvider({ children, ...settings }: VideoTaskProviderProps) {
  const {
    client,
    scope,
    pollInterval,
    pollDeadline,
    maxConcurrentRequests,
    durations,
    registry,
    tabs,
    messages,
  } = settings
  const queryClient = useContext(QueryClientContext)
  if (!queryClient) {
    throw new VideoTaskError(
      'VideoTaskProvider found no QueryClient. Put <QueryClientProvider client={…}> around it.',
      { code: 'missing_query_client' },
    )
  }
  const value = useMemo(
    () => ({
      client,
      scope,
      pollInterval,
      pollDeadline,
      maxConcurrentRequests,
      durations,
      registry,
      tabs,
      messages,
    }),
    [client, scope, pollInterval, pollDeadline, maxConcurrentRequests, durations, registry, tabs, messages],
  )
  useEffect(() => tabs?.connect(queryClient, scope), [tabs, queryClient, scope])
  return <VideoTaskContext.Provider value={value}>{children}</VideoTaskContext.Provider>
}

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
