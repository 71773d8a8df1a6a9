'use client'

import { QueryClientContext } from '@tanstack/react-query'
import { type ReactNode, useContext, useEffect, useMemo } from 'react'
import { VideoTaskError } from '../core/VideoTaskError.js'
import { VideoTaskContext, type VideoTaskContextValue } from './VideoTaskContext.js'

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
  const { client, scope, pollInterval, pollDeadline, maxRequests, durations, registry, tabs, messages } =
    settings
  const queryClient = useContext(QueryClientContext)
  if (!queryClient) {
    throw new VideoTaskError(
      'VideoTaskProvider found no QueryClient. Put <QueryClientProvider client={…}> around it.',
      { code: 'missing_query_client' },
    )
  }
  const value = useMemo(
    () => ({ client, scope, pollInterval, pollDeadline, maxRequests, durations, registry, tabs, messages }),
    [client, scope, pollInterval, pollDeadline, maxRequests, durations, registry, tabs, messages],
  )
  useEffect(() => tabs?.connect(queryClient, scope), [tabs, queryClient, scope])
  return <VideoTaskContext.Provider value={value}>{children}</VideoTaskContext.Provider>
}
