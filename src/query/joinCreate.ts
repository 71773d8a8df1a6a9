import { type QueryClient, replaceEqualDeep } from '@tanstack/react-query'
import type { CreateVideoParams, VideoClient } from '../core/VideoClient.js'
import type { VideoTask } from '../core/VideoTask.js'

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
export function joinCreate(
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
