import { type QueryClient, replaceEqualDeep } from '@tanstack/react-query'
import type { CreateVideoParams, VideoClient } from '../core/client/VideoClient.js'
import type { VideoTask } from '../core/task/videoTask.js'
import { perQueryClient } from './perQueryClient.js'

/** What makes two creates equal. */
export interface CreateCall {
  client: VideoClient
  scope: string
  params: CreateVideoParams
  /** The video that a remix is made from. */
  source?: string
}

/** How long after its start a pending create is still joined, in ms. A later equal call is no double click. */
const JOIN_WINDOW_MS = 60_000

/**
 * Runs a create, or joins the pending one with the same client, scope and equal parameters, since each create is billed.
 * Once a create has settled, equal parameters make a new task.
 */
export function dedupeCreate(
  queryClient: QueryClient,
  call: CreateCall,
  create: () => Promise<VideoTask>,
): Promise<VideoTask> {
  const pending = pendingCreatesOf(queryClient)
  const equal = pending.find(
    (other) => Date.now() - other.startedAt < JOIN_WINDOW_MS && isSameCall(other, call),
  )
  if (equal) return equal.task
  const entry = { ...call, task: create(), startedAt: Date.now() }
  const remove = () => void pending.splice(pending.indexOf(entry), 1)
  entry.task.then(remove, remove)
  pending.push(entry)
  return entry.task
}

interface PendingCreate extends CreateCall {
  task: Promise<VideoTask>
  /** Milliseconds of this machine's clock. */
  startedAt: number
}

const pendingCreatesOf = /* @__PURE__ */ perQueryClient((): PendingCreate[] => [])

function isSameCall(a: CreateCall, b: CreateCall): boolean {
  return (
    a.client === b.client && a.scope === b.scope && a.source === b.source && hasSameParams(a.params, b.params)
  )
}

/** Compares the fields that are sent: files by identity, everything else by content. */
export function hasSameParams(a: CreateVideoParams, b: CreateVideoParams): boolean {
  const first = sentFields(a)
  return replaceEqualDeep(first, sentFields(b)) === first
}

const sentFields = (params: CreateVideoParams) =>
  Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined && value !== null))
