'use client'

import {
  MutationObserver,
  useInfiniteQuery,
  useMutation,
  useMutationState,
  useQueryClient,
} from '@tanstack/react-query'
import { useEffect, useMemo, useSyncExternalStore } from 'react'
import {
  createdEntry,
  listedEntry,
  recordedEntry,
  seedTasks,
  type VideoTaskHistoryDetails,
  type VideoTaskHistoryEntry,
  withOwnParams,
} from './historyEntries.js'
import { formParams, paramsToRepeat, type VideoTaskHistoryForm } from './historyParams.js'
import { type Removal, removalsOf } from './historyRemovals.js'
import { sendRemoval } from './sendRemoval.js'
import { toVideoTaskError, VideoTaskError } from '../../core/errors/VideoTaskError.js'
import type { VideoTaskRecord } from '../../core/storage/registryRecords.js'
import { isDeleted, type VideoTask } from '../../core/task/videoTask.js'
import { createVideoTaskOptions, remixVideoTaskOptions } from '../../query/createVideoTaskOptions.js'
import { settleEndedTasks } from '../../query/videoTaskEvents.js'
import { detailKey, videoTaskKeys } from '../../query/videoTaskKeys.js'
import { videoTaskListOptions } from '../../query/videoTaskListOptions.js'
import { useVideoTaskContext, type VideoTaskContextValue } from '../VideoTaskProvider.js'

/** Options of `useVideoTaskHistory`. `client`, `scope` and `registry` override the provider's. */
export interface UseVideoTaskHistoryOptions extends Partial<
  Pick<VideoTaskContextValue, 'client' | 'scope' | 'registry'>
> {
  /**
   * Who keeps the history: the server, where `client.list` answers the user's own tasks, such as a proxy with `tasks`; or this
   * browser, in a registry with `keepHistory`.
   * @default 'server'
   */
  source?: 'server' | 'registry' | undefined
  /** The most tasks of a page of the server's list. @default the API's */
  limit?: number | undefined
  /** How long a removal can be undone, in ms; `Infinity`: until the page closes. @default 8000 */
  undoTime?: number | undefined
  /** Called with a video's parameters when they are to be edited: gives the cards of `details` an action for that. */
  onEdit?: ((form: VideoTaskHistoryForm) => void) | undefined
}

/** What `useVideoTaskHistory` returns. */
export interface VideoTaskHistory {
  /** The videos, newest first, without those that were removed; the same array until something changes. */
  entries: readonly VideoTaskHistoryEntry[]
  /** Their ids, for `VideoTaskList` and `useVideoTasks`. */
  taskIds: readonly string[]
  /** The removed videos whose removal can still be undone. */
  removed: readonly VideoTaskHistoryEntry[]
  /** Whether the first page has not arrived yet. */
  isPending: boolean
  /** Why the list could not be fetched. */
  error: VideoTaskError | null
  /** Whether the server has older videos. */
  hasNextPage: boolean
  isFetchingNextPage: boolean
  /** Fetches the page of the next older videos. */
  fetchNextPage: () => void
  /**
   * Takes a video off the list at once, and asks the server to delete it when `undoTime` is over, the last component with this
   * list unmounts or the page closes. A delete that fails brings the video back, with `removeError`.
   */
  remove: (id: string) => void
  /** Brings a video of `removed` back. */
  undo: (id: string) => void
  /**
   * Creates a video with the same parameters, a remix from the same video, which is billed.
   *
   * @returns the task; undefined where none was made, for the reason in `againError`: code `unknown_params` where the
   *   parameters were not kept, `missing_files` where a file was not
   */
  again: (id: string) => Promise<VideoTask | undefined>
  /** Whether a create of `again` is pending. */
  isCreating: boolean
  /** Why the last `again` made no video. */
  againError: VideoTaskError | null
  /**
   * Returns a video's parameters for a form: `values` for the field values of `VideoTaskForm`, `params` for its prop of that
   * name. Files that were not kept are in neither; `missingFiles` of the entry names them. Undefined for unknown parameters.
   */
  edit: (id: string) => VideoTaskHistoryForm | undefined
  /** Returns the props of a video's card: its title, and what its menu can do. For `VideoTaskList`. */
  details: (id: string) => VideoTaskHistoryDetails
}

/**
 * Lists the user's videos, newest first and page by page, and changes the list: removes with undo, makes the same video
 * again, and fills a form with its parameters. Listed tasks are written to the cache, so that watching an ended one sends no
 * request and a running one is polled when it is due. Videos that this page creates are at the top at once.
 *
 * @throws {VideoTaskError} code `missing_provider` without a client, `missing_registry` for the source `registry` without one
 * @example
 * ```tsx
 * import { useVideoTaskHistory } from 'react-video-task'
 * import { VideoTaskList } from 'react-video-task/components'
 *
 * export function MyVideos() {
 *   const { taskIds, details, hasNextPage, fetchNextPage } = useVideoTaskHistory()
 *   return (
 *     <>
 *       <VideoTaskList taskIds={taskIds} details={details} />
 *       {hasNextPage && <button onClick={fetchNextPage}>More</button>}
 *     </>
 *   )
 * }
 * ```
 */
export function useVideoTaskHistory(options: UseVideoTaskHistoryOptions = {}): VideoTaskHistory {
  const { source = 'server', limit, undoTime = 8_000, onEdit, ...overrides } = options
  const { client, scope = '', registry } = useVideoTaskContext(overrides)
  const queryClient = useQueryClient()
  const isServerList = source === 'server'
  if (!isServerList && !registry) {
    throw new VideoTaskError(
      'useVideoTaskHistory found no registry. Pass one of createVideoTaskRegistry with keepHistory to <VideoTaskProvider>.',
      { code: 'missing_registry' },
    )
  }

  const list = useInfiniteQuery({ ...videoTaskListOptions(client, { limit, scope }), enabled: isServerList })
  const records = useSyncExternalStore(
    registry?.subscribe ?? subscribeToNothing,
    () => registry?.list(scope) ?? NO_RECORDS,
    () => NO_RECORDS,
  )
  const created = useMutationState({
    filters: { mutationKey: videoTaskKeys.all(scope), status: 'success' },
    select: ({ state, options: { mutationKey } }) => createdEntry(state, mutationKey?.[2]),
  })
  const removals = removalsOf(queryClient, JSON.stringify([source, scope]))
  const removing = useSyncExternalStore(removals.subscribe, removals.current, () => NO_REMOVALS)

  const { data, dataUpdatedAt: updatedAt } = list
  const seed = useMemo(
    () => ({ queryClient, scope, updatedAt, isKept: !isServerList }),
    [queryClient, scope, updatedAt, isServerList],
  )
  const listed = useMemo(() => {
    const tasks = data?.pages.flatMap((page) => page.data) ?? []
    const entries = isServerList ? tasks.map(listedEntry) : records.map(recordedEntry)
    // Before the components below mount, which would poll each task.
    seedTasks(entries, seed, true)
    return entries
  }, [isServerList, data, records, seed])
  useEffect(() => seedTasks(listed, seed, false), [listed, seed])
  useEffect(() => registry && settleEndedTasks(queryClient, scope, registry), [queryClient, scope, registry])

  const unlisted = useMemo(() => {
    const ids = new Set(listed.map(({ id }) => id))
    const isMissing = ({ id }: VideoTaskHistoryEntry) =>
      !ids.has(id) && !isDeleted(queryClient.getQueryData<VideoTask>(detailKey(id, scope)))
    return isServerList
      ? created
          .flatMap((entry) => entry ?? [])
          .filter(isMissing)
          .reverse()
      : []
  }, [isServerList, listed, created, queryClient, scope])
  const unlistedIds = unlisted.map(({ id }) => id).join()
  useEffect(() => {
    // Once per create: the server's record has the title, and the place in the order.
    if (unlistedIds) void queryClient.invalidateQueries({ queryKey: [...videoTaskKeys.all(scope), 'list'] })
  }, [unlistedIds, queryClient, scope])

  const all = useMemo(() => {
    const own = new Map(created.map((entry) => [entry?.id, entry]))
    // One that is older than the last of the list is on a page that was not fetched yet.
    const oldest = listed.at(-1)?.task?.created_at ?? 0
    const isOlder = ({ task }: VideoTaskHistoryEntry) => (task?.created_at ?? oldest) < oldest
    const inOrder = [...unlisted.filter((entry) => !isOlder(entry)), ...listed, ...unlisted.filter(isOlder)]
    const entries = inOrder.map((entry) => withOwnParams(entry, own.get(entry.id)))
    return [...new Map(entries.map((entry) => [entry.id, entry])).values()]
  }, [unlisted, listed, created])
  const shown = useMemo(() => splitByRemoval(all, removing), [all, removing])

  const entryOf = (id: string) => all.find((entry) => entry.id === id)
  const repeat = useMutation<VideoTask, VideoTaskError, string>({
    mutationFn: async (id) => {
      const entry = entryOf(id)
      const params = paramsToRepeat(entry)
      const own = { scope, registry }
      return entry?.remixedFrom
        ? new MutationObserver(queryClient, remixVideoTaskOptions(client, queryClient, own)).mutate({
            ...params,
            id: entry.remixedFrom,
          })
        : new MutationObserver(queryClient, createVideoTaskOptions(client, queryClient, own)).mutate(params)
    },
    retry: false,
    networkMode: 'always',
  })

  const again = (id: string) => repeat.mutateAsync(id).catch(() => undefined)
  const remove = (id: string, delay = undoTime) =>
    removals.begin(id, delay, async () =>
      isServerList ? sendRemoval(id, { client, queryClient, scope, registry }) : registry?.remove(id, scope),
    )

  return {
    ...shown,
    isPending: isServerList && list.isPending,
    error: list.error && toVideoTaskError(list.error),
    hasNextPage: isServerList && list.hasNextPage,
    isFetchingNextPage: list.isFetchingNextPage,
    fetchNextPage: () => void list.fetchNextPage(),
    remove: (id) => remove(id),
    undo: removals.undo,
    again,
    isCreating: repeat.isPending,
    againError: repeat.error,
    edit: (id) => formParams(entryOf(id)),
    details: (id) => {
      const entry = entryOf(id)
      const form = formParams(entry)
      const repeatThis = entry?.params && !entry.missingFiles.length ? () => void again(id) : undefined
      return {
        title: entry?.title,
        onAgain: repeatThis,
        onRetry: repeatThis,
        onEditPrompt: form && onEdit && (() => onEdit(form)),
        onDelete: () => remove(id, 0),
      }
    },
  }
}

const NO_RECORDS: readonly VideoTaskRecord[] = []
const NO_REMOVALS: ReadonlyMap<string, Removal> = /* @__PURE__ */ new Map()
const subscribeToNothing = () => () => undefined

function splitByRemoval(all: readonly VideoTaskHistoryEntry[], removing: ReadonlyMap<string, Removal>) {
  const entries: VideoTaskHistoryEntry[] = []
  const removed: VideoTaskHistoryEntry[] = []
  for (const entry of all) {
    const removal = removing.get(entry.id)
    if (!removal) entries.push(entry)
    else if (removal.phase === 'failed') entries.push({ ...entry, removeError: removal.error })
    else if (removal.phase === 'waiting') removed.push(entry)
  }
  return { entries, removed, taskIds: entries.map(({ id }) => id) }
}
