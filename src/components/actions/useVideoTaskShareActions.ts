'use client'

import { useMutation } from '@tanstack/react-query'
import { useContext } from 'react'
import type { VideoTaskCardAction } from '../card/cardProps.js'
import { shareWords } from '../messages/englishWords.js'
import type { VideoClient } from '../../core/client/VideoClient.js'
import { unsupportedCall, type VideoTaskError } from '../../core/errors/VideoTaskError.js'
import { useVideoTaskContext, VideoTaskContext } from '../../hooks/VideoTaskProvider.js'

/** Options of `useVideoTaskShareActions`. */
export interface UseVideoTaskShareActionsOptions {
  /** Returns the URL of the app's public page by the id of a link, such as `` (link) => `/shared/${link}` ``. */
  toURL: (link: string) => string
  /** Overrides the provider's. */
  client?: VideoClient | undefined
}

/** What `useVideoTaskShareActions` returns. */
export interface VideoTaskShareActions {
  /** For a card's prop of that name: one makes the video's public link or finds the one it has, the other revokes it. */
  actions: VideoTaskCardAction[]
  /** URL of the public page of the video that was shared last; absent before, and once it was revoked. */
  url: string | undefined
  /** Id of that video. */
  taskId: string | undefined
  /** Whether a link is being made or revoked. */
  isPending: boolean
  /** Why the last attempt failed. */
  error: VideoTaskError | null
}

/**
 * Makes and revokes public links in the menu of a card, in the page's language, where the proxy has the route `share`. The
 * app shows the URL, and an error, where it likes.
 *
 * @throws {VideoTaskError} code `missing_provider` without a client
 * @example
 * ```tsx
 * import { useVideoTaskShareActions, VideoTaskCard } from 'react-video-task/components'
 *
 * export function SharedCard({ taskId }: { taskId: string }) {
 *   const { actions, url, error } = useVideoTaskShareActions({ toURL: (link) => `/shared/${link}` })
 *   return (
 *     <>
 *       <VideoTaskCard taskId={taskId} actions={actions} />
 *       {url && <a href={url}>Public page</a>}
 *       {error && <p role="alert">The link could not be changed.</p>}
 *     </>
 *   )
 * }
 * ```
 */
export function useVideoTaskShareActions({
  toURL,
  client: own,
}: UseVideoTaskShareActionsOptions): VideoTaskShareActions {
  const { client } = useVideoTaskContext({ client: own })
  const words = { ...shareWords, ...useContext(VideoTaskContext)?.messages?.share }
  const { mutate, data, isPending, error, variables } = useMutation<
    SharedVideo | undefined,
    VideoTaskError,
    ShareChange
  >({
    mutationFn: async ({ taskId, isShared, before }) => {
      if (!client.share || !client.unshare) throw unsupportedCall('share')
      if (isShared) return { taskId, url: toURL(await client.share(taskId)) }
      await client.unshare(taskId)
      return before?.taskId === taskId ? undefined : before
    },
    retry: false,
    networkMode: 'always',
  })
  // An attempt that fails, or is not over, changes nothing of what was shared before.
  const shared = isPending || error ? variables?.before : data
  const change = (isShared: boolean) => (task: { id: string }) =>
    mutate({ taskId: task.id, isShared, before: shared })
  const actions: VideoTaskCardAction[] = [
    { label: words.share, states: ['completed'], onSelect: change(true) },
    { label: words.unshare, states: ['completed'], onSelect: change(false) },
  ]
  return { actions, url: shared?.url, taskId: shared?.taskId, isPending, error }
}

interface SharedVideo {
  taskId: string
  url: string
}

interface ShareChange {
  taskId: string
  isShared: boolean
  /** What was shared before. */
  before: SharedVideo | undefined
}
