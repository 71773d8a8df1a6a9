'use client'

import { QueryClientContext } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import type { VideoClient } from '../core/client/VideoClient.js'
import { VideoTaskError } from '../core/errors/VideoTaskError.js'
import type { VideoTaskMessages } from '../core/messages.js'
import { dropAbsent } from '../core/wire/fieldValues.js'
import type { VideoTaskOptions } from '../query/videoTaskOptions.js'

/** Settings that the provider passes to the hooks and components under it. */
export interface VideoTaskContextValue extends VideoTaskOptions {
  /** Sends the requests: `createVideoClient`, or an object of the app's own. */
  client: VideoClient
  /** Words of the components: a language, such as `chineseMessages`, or replacements for some strings. @default English */
  messages?: Partial<VideoTaskMessages> | undefined
}

/** Props of `VideoTaskProvider`. Create stores, registry and tabs once, outside of any component. */
export interface VideoTaskProviderProps extends VideoTaskContextValue {
  /** The part of the app that uses the hooks and components. */
  children?: ReactNode
}

/**
 * Provides the client and the settings to the hooks and components under it. Renders no element. Must be inside the app's
 * `QueryClientProvider`.
 *
 * @throws {VideoTaskError} code `missing_query_client` without a `QueryClientProvider` around it, or with one of a second
 *   copy of TanStack Query
 * @example
 * ```tsx
 * import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
 * import type { ReactNode } from 'react'
 * import { createVideoClient, VideoTaskProvider } from 'react-video-task'
 *
 * const queryClient = new QueryClient()
 * const client = createVideoClient({ baseURL: '/api/v1' })
 *
 * export function Providers({ children }: { children: ReactNode }) {
 *   return (
 *     <QueryClientProvider client={queryClient}>
 *       <VideoTaskProvider client={client}>{children}</VideoTaskProvider>
 *     </QueryClientProvider>
 *   )
 * }
 * ```
 */
export function VideoTaskProvider({ children, ...settings }: VideoTaskProviderProps) {
  const { tabs, scope } = settings
  const queryClient = useContext(QueryClientContext)
  if (!queryClient) {
    const advice =
      process.env.NODE_ENV === 'production'
        ? ''
        : ' Put <QueryClientProvider client={queryClient}> around it. If there is one, @tanstack/react-query is loaded twice: ' +
          '`require` loads its CommonJS build, and react-video-task imports its ES modules. Load both with `import`. Jest ' +
          'needs the settings of docs/testing.md.'
    throw new VideoTaskError(`VideoTaskProvider found no QueryClient.${advice}`, {
      code: 'missing_query_client',
    })
  }
  useEffect(() => tabs?.connect(queryClient, scope), [tabs, queryClient, scope])
  return <VideoTaskContext.Provider value={useUnchanged(settings)}>{children}</VideoTaskContext.Provider>
}

/** Returns the settings of an earlier render where each is the same, so that nothing under the provider renders. */
function useUnchanged<Settings extends object>(settings: Settings): Settings {
  const [kept, setKept] = useState(settings)
  const isSame = Object.keys({ ...kept, ...settings }).every((name) =>
    Object.is(Reflect.get(kept, name), Reflect.get(settings, name)),
  )
  if (!isSame) setKept(settings)
  return isSame ? kept : settings
}

/** The provider's settings; null outside of one. */
export const VideoTaskContext = createContext<VideoTaskContextValue | null>(null)

/**
 * Returns a hook's settings: its own options, then the provider's.
 *
 * @throws {VideoTaskError} code `missing_provider` when neither has a client
 */
export function useVideoTaskContext(explicit?: Partial<VideoTaskContextValue>): VideoTaskContextValue {
  const context = useContext(VideoTaskContext)
  const client = explicit?.client ?? context?.client
  if (!client) {
    const advice =
      process.env.NODE_ENV === 'production'
        ? ''
        : ' Put <VideoTaskProvider client={client}> around it, or pass a `client`.'
    throw new VideoTaskError(`A video task hook found no client.${advice}`, { code: 'missing_provider' })
  }
  // The same object where nothing overrides it, so that callers can memoize by it.
  if (context && !explicit) return context
  // An undefined option is one that the caller passed on without having it.
  return { ...context, ...dropAbsent({ ...explicit }), client }
}
