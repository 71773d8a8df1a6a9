import type { MutationState, QueryClient } from '@tanstack/react-query'
import type { VideoTaskError } from '../../core/errors/VideoTaskError.js'
import type { VideoTaskRecord } from '../../core/storage/registryRecords.js'
import { observeVideoTask } from '../../core/task/observeVideoTask.js'
import { firstLine, isDeleted, isTerminal, type VideoTask } from '../../core/task/videoTask.js'
import { hasTypes, isRecord } from '../../core/wire/fieldValues.js'
import { missingFilesOf } from './historyParams.js'
import { detailKey } from '../../query/videoTaskKeys.js'

/** One video of a history. */
export interface VideoTaskHistoryEntry {
  /** The task's id. */
  id: string
  /** The title that the server keeps, else the first line of the prompt; absent where neither is known. */
  title?: string | undefined
  /** Parameters of the create, where they were kept; a file that was not is its name, type and size. */
  params?: Readonly<Record<string, unknown>> | undefined
  /** Of a remix, the id of the video it was made from: `again` sends the same remix. */
  remixedFrom?: string | undefined
  /** Names of the parameters with a file that was not kept. With one, `again` sends nothing. */
  missingFiles: readonly string[]
  /** The task as it was when it was listed or created; the components and `useVideoTasks` watch it by its id. */
  task?: VideoTask | undefined
  /** Why the last removal failed, so that the video is listed again. */
  removeError?: VideoTaskError | undefined
}

/** What `details` returns: props of `VideoTaskCard`. */
export interface VideoTaskHistoryDetails {
  title: string | undefined
  /** Both create a video with the same parameters; absent where these, or their files, were not kept. */
  onAgain: (() => void) | undefined
  onRetry: (() => void) | undefined
  /** Calls `onEdit`; absent without it, and where the parameters are not known. */
  onEditPrompt: (() => void) | undefined
  /** Asks the server for the delete at once: the card has had the time to undo it. */
  onDelete: (id: string) => void
}

/** The entry of a task that the server lists, with what its record adds. */
export function listedEntry(task: VideoTask): VideoTaskHistoryEntry {
  const { params, title } = { params: undefined, title: undefined, ...task }
  return createEntry({ id: task.id, task, params, title })
}

/** The entry of a task that this browser keeps. */
export const recordedEntry = ({ id, params, task }: VideoTaskRecord) => createEntry({ id, params, task })

/** The entry of a task that this page has created, which the server may not list yet; undefined for another mutation. */
export function createdEntry(
  { data, variables }: MutationState<unknown, unknown, unknown, unknown>,
  action: unknown,
): VideoTaskHistoryEntry | undefined {
  if (!(action === 'create' || action === 'remix') || !isTask(data)) return undefined
  // A remix is sent with the id of its source among its variables.
  const { id: source, ...params } = action === 'remix' && isRecord(variables) ? variables : { id: undefined }
  return createEntry({ id: data.id, task: data, params: source ? params : variables, source })
}

/** The entry with the parameters, files included, of this page's own create, where the server has not kept all of them. */
export function withOwnParams(
  entry: VideoTaskHistoryEntry,
  own: VideoTaskHistoryEntry | undefined,
): VideoTaskHistoryEntry {
  if (!own?.params || (entry.params && entry.missingFiles.length === 0)) return entry
  const { params, missingFiles, remixedFrom } = own
  return { ...entry, params, missingFiles, ...(remixedFrom && { remixedFrom }) }
}

/** Only what this library's own mutations have returned comes here. */
const isTask = (data: unknown): data is VideoTask => hasTypes(data, { id: 'string', status: 'string' })

interface EntrySource {
  id: string
  task: VideoTask | undefined
  params: unknown
  title?: unknown
  source?: unknown
}

function createEntry({ id, task, params: found, title, source }: EntrySource): VideoTaskHistoryEntry {
  const params = isRecord(found) ? found : undefined
  const remixedFrom = typeof source === 'string' ? source : task?.remixed_from_video_id
  return {
    id,
    title: (typeof title === 'string' && title) || firstLine(params?.['prompt'] ?? task?.prompt),
    params,
    ...(remixedFrom && { remixedFrom }),
    missingFiles: missingFilesOf(params),
    task,
  }
}

/** Where the tasks that are written to the cache come from. */
export interface SeedOptions {
  queryClient: QueryClient
  scope: string
  /** When they were learned, in ms. */
  updatedAt: number
  /** Whether a video that is called completed is known to exist, though the task has no URL. */
  isKept: boolean
}

/**
 * Writes listed tasks to the cache, so that an ended one is never polled and a running one has no first request. Of a task
 * that the cache has, only an end is news.
 *
 * @param isRender only those that the cache does not have, which no mounted component shows
 */
export function seedTasks(
  entries: readonly VideoTaskHistoryEntry[],
  { queryClient, scope, updatedAt, isKept }: SeedOptions,
  isRender: boolean,
): void {
  for (const { id, task, params } of entries) {
    const queryKey = detailKey(id, scope)
    const known = queryClient.getQueryData<VideoTask>(queryKey)
    const isNews = known ? !isRender && isTerminal(task) && !isTerminal(known) && !isDeleted(known) : task
    if (!task || !isNews) continue
    const hasContent = isKept || params !== undefined
    queryClient.setQueryData(queryKey, observeVideoTask(known, task, { now: Date.now(), hasContent }), {
      updatedAt,
    })
  }
}
