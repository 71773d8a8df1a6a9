import {
  type CompletedVideoTask,
  type FailedVideoTask,
  firstLine,
  isTerminal,
  type VideoTask,
} from '../../core/task/videoTask.js'
import { hasTypes, isRecord, parseJson } from '../../core/wire/fieldValues.js'
import type { VideoProxyCreateContext, VideoProxyKept, VideoProxyParams, VideoProxyUser } from '../calls.js'
import type { VideoProxyTaskRow } from './taskStore.js'

/** What the proxy keeps of a task, in the `data` of its row. */
export interface TaskRecord {
  /** The API and the account of the task, as a digest. */
  api: string
  /** The API's id; `''` while the create is sent. */
  taskId: string
  /** `sending` until the API has answered the create. */
  state: 'sending' | 'running' | 'ended'
  action: 'create' | 'remix'
  /** Of a remix, the public id of the video it is made from. */
  source?: string | undefined
  createId: string
  /** The user's id; `''` without a user. Kept when the task is taken off the list. */
  owner: string
  /** Whether the task was taken off the list before its end. */
  isRemoved: boolean
  /** When the end was seen, in ms. */
  endedAt: number
  title: string
  params: VideoProxyParams
  /** The last task that is known, with its public id: the one that the create made, or the ended one. */
  task: VideoTask | null
}

/** A task that the proxy keeps, as `readVideoTaskRow` returns it. */
export interface VideoProxyStoredTask {
  /** The task, with its public id: as the create answered it, or ended. */
  task: VideoTask
  /** The owner; `undefined` where `authorize` returned `true`. */
  user: VideoProxyUser | undefined
  /** The title that `onCreated` returned, else the first line of the prompt. */
  title: string
  /** The parameters that were sent, with pictures as name, type and size. */
  params: VideoProxyParams
}

/**
 * Reads a row of `tasks` outside of the proxy, such as for a public page or a mail.
 *
 * @returns `undefined` while the create is sent, once the task was taken off the list, and for a row that something else wrote
 * @example
 * ```ts
 * import { readVideoTaskRow, type VideoProxyTaskStore } from 'react-video-task/server'
 *
 * declare const tasks: VideoProxyTaskStore
 *
 * export async function titleOf(taskId: string) {
 *   const row = await tasks.get(taskId)
 *   return row && readVideoTaskRow(row)?.title
 * }
 * ```
 */
export function readVideoTaskRow(row: VideoProxyTaskRow): VideoProxyStoredTask | undefined {
  const record = readRecord(row)
  if (!record?.task || record.isRemoved) return undefined
  const { task, title, params } = record
  return { task, user: ownerOf(record), title, params }
}

/** The user of a record. */
export const ownerOf = ({ owner }: TaskRecord): VideoProxyUser | undefined =>
  owner === '' ? undefined : { id: owner }

/** Makes the record of a create that is about to be sent. */
export function createRecord(create: VideoProxyCreateContext, api: string): TaskRecord {
  const { action, taskId: source, createId, user, params } = create
  return {
    ...{ api, taskId: '', state: 'sending', action, createId, isRemoved: false, endedAt: 0, task: null },
    source,
    owner: user?.id ?? '',
    title: titleOf(params),
    params: keptParams(params),
  }
}

/** Adds the end of the task, unless it is known. */
export const endRecord = (record: TaskRecord, task: CompletedVideoTask | FailedVideoTask): TaskRecord =>
  record.state === 'ended' ? record : { ...record, task, state: 'ended', endedAt: Date.now() }

/** Adds what the app wants to be kept with a task. */
export function keepWith(record: TaskRecord, kept: VideoProxyKept): TaskRecord {
  const title = typeof kept.title === 'string' ? kept.title.slice(0, MAX_KEPT_TITLE) : record.title
  return {
    ...record,
    title,
    params: isRecord(kept.params) ? { ...record.params, ...kept.params } : record.params,
  }
}

/** Writes a record as a row. What was removed, or is being sent, is in no list of a user. */
export function toRow(
  record: TaskRecord,
  id: string,
  createdAt: number,
  isPending: boolean,
): VideoProxyTaskRow {
  const isListed = record.state !== 'sending' && !record.isRemoved
  const { task } = record
  // A video of some MB inside the task is not kept, in whichever field it came: the content route has it.
  const video = task && 'video_data' in task ? task.video_data : undefined
  const data = JSON.stringify(record, (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value === video ? undefined : value,
  )
  return { id, owner: isListed ? record.owner : '', createdAt, isPending, data }
}

/** Reads the record of a row; `undefined` for one that something else wrote. */
export function readRecord({ data }: VideoProxyTaskRow): TaskRecord | undefined {
  const record = parseJson(data)
  return isTaskRecord(record) ? record : undefined
}

function isTaskRecord(value: unknown): value is TaskRecord {
  const isValid = hasTypes(value, {
    ...{ api: 'string', taskId: 'string', state: 'string', action: 'string', createId: 'string' },
    ...{ owner: 'string', isRemoved: 'boolean', endedAt: 'number', title: 'string' },
  })
  return (
    isValid && isRecord(value['params']) && (value['task'] === null || hasTypes(value['task'], TASK_FIELDS))
  )
}

/** What a record adds to its task, for its owner. */
export function recordFields({ title, params, source }: TaskRecord): Record<string, unknown> {
  return { title, params, ...(typeof source === 'string' && { remixed_from_video_id: source }) }
}

const TASK_FIELDS = { id: 'string', status: 'string', progress: 'number' } as const

/** The ended task of a record. */
export function endedTask({ task }: TaskRecord) {
  return task && isTerminal(task) ? task : undefined
}

/** Characters of a title that is taken from the prompt. */
const MAX_TITLE = 80
/** Characters of a title that the app gives. */
const MAX_KEPT_TITLE = 500

function titleOf({ prompt }: VideoProxyParams): string {
  const line = firstLine(prompt) ?? ''
  const characters = [...line.slice(0, 2 * MAX_TITLE + 2)]
  return characters.length > MAX_TITLE ? `${characters.slice(0, MAX_TITLE - 1).join('')}…` : line
}

/** The parameters without the bytes of pictures that JSON carries as text: each is kept as a file without bytes. */
function keptParams(params: VideoProxyParams): VideoProxyParams {
  const keep = (value: unknown): unknown => {
    if (typeof value === 'string') return DATA_URL.test(value) ? describeData(value) : value
    if (Array.isArray(value)) return value.map(keep)
    if (!isRecord(value)) return value
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, keep(item)]))
  }
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, keep(value)]))
}

const DATA_URL = /^data:[^,]*,/i

function describeData(url: string) {
  const [, type = ''] = /^data:([^;,]*)/i.exec(url) ?? []
  return { name: '', type, size: Math.floor(((url.length - url.indexOf(',') - 1) * 3) / 4) }
}
