import {
  type MutationKey,
  type QueryClient,
  replaceEqualDeep,
  type UseMutationOptions,
} from '@tanstack/react-query'
import type { CreateVideoParams, VideoClient } from '../core/client/VideoClient.js'
import { toVideoTaskError, type VideoTaskError } from '../core/errors/VideoTaskError.js'
import type { VideoTaskRegistry } from '../core/storage/videoTaskRegistry.js'
import { observeVideoTask } from '../core/task/observeVideoTask.js'
import { isTerminal, type VideoTask } from '../core/task/videoTask.js'
import { videoTaskKeys } from './videoTaskKeys.js'

/** Where a created task is put. */
export interface CreateVideoTaskOptions {
  /** Whose task it is, as part of the cache key. @default '' */
  scope?: string | undefined
  /** Remembers the id. @default none */
  registry?: VideoTaskRegistry | undefined
}

/**
 * TanStack Query mutation options that create a video and put its task into the cache. Nothing repeats a create, since it
 * is billed: there are no retries, an outage fails at once instead of sending it later, and a second call with equal
 * parameters while one is under way gets that one's task.
 */
export function createVideoTaskOptions(
  client: VideoClient,
  queryClient: QueryClient,
  { scope = '', registry }: CreateVideoTaskOptions = {},
): UseMutationOptions<VideoTask, VideoTaskError, CreateVideoParams> & { mutationKey: MutationKey } {
  return {
    mutationKey: [...videoTaskKeys.all(scope), 'create'],
    mutationFn: (params) =>
      dedupeCreate(queryClient, { client, scope, params }, async () => {
        try {
          const task = observeVideoTask(undefined, await client.create(params), { now: Date.now() })
          registry?.add(task.id, scope)
          // Nothing polls a task that was done at once, so that nothing else would tell.
          if (isTerminal(task)) registry?.settle(task.id, scope)
          queryClient.setQueryData(videoTaskKeys.detail(task.id, scope), task)
          return task
        } catch (cause) {
          throw toVideoTaskError(cause)
        }
      }),
    retry: false,
    networkMode: 'always',
  }
}

interface PendingCreate {
  client: VideoClient
  scope: string
  params: CreateVideoParams
  task: Promise<VideoTask>
  /** When it was sent, in ms. */
  since: number
}

/** One that hangs for longer, in ms, is not joined any more: nobody pressed a button twice. */
const MAX_AGE = 60_000

/** Creates under way in each page; keyed by its QueryClient, since a server shares this module between its users. */
const pending = new WeakMap<QueryClient, PendingCreate[]>()

const sent = (params: CreateVideoParams) =>
  Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined && value !== null))

/** Equal when every field that is sent is: files by identity, everything else by content. */
function isSame(a: CreateVideoParams, b: CreateVideoParams): boolean {
  const first = sent(a)
  return replaceEqualDeep(first, sent(b)) === first
}

/** Runs a create, or joins the one with equal parameters that is under way. */
function dedupeCreate(
  queryClient: QueryClient,
  call: Omit<PendingCreate, 'task' | 'since'>,
  create: () => Promise<VideoTask>,
): Promise<VideoTask> {
  const underWay = pending.get(queryClient) ?? []
  pending.set(queryClient, underWay)
  const twin = underWay.find(
    (other) =>
      Date.now() - other.since < MAX_AGE &&
      other.client === call.client &&
      other.scope === call.scope &&
      isSame(other.params, call.params),
  )
  if (twin) return twin.task
  const entry = { ...call, task: create(), since: Date.now() }
  const settle = () => void underWay.splice(underWay.indexOf(entry), 1)
  entry.task.then(settle, settle)
  underWay.push(entry)
  return entry.task
}
