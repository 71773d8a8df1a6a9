import { isLaterStatus, isStatus, type VideoTask, type VideoTaskStatus } from '../task/videoTask.js'
import { readDocumentedFailure } from '../wire/documentedFailure.js'
import { readDocumentedTask } from '../wire/documentedTask.js'
import { hasTypes, isRecord, parseList } from '../wire/fieldValues.js'

/** Record of a task that was created here. All times are in ms since the epoch. */
export interface VideoTaskRecord {
  /** The task's id. */
  id: string
  /** When the task was created. */
  added: number
  /** Latest status whose event was sent to listeners; `queued` at first. */
  notifiedStatus: VideoTaskStatus
  /** When a poll found that the task has ended. */
  ended?: number | undefined
  /** When the task was removed. The record stays for a while, so that another tab does not restore it. */
  removed?: number | undefined
  /** Parameters of the create, with files as name, type and size; only with `keepParams`. */
  params?: Readonly<Record<string, unknown>> | undefined
  /** The ended task in the documented fields; only with `keepHistory`. */
  task?: VideoTask | undefined
}

const RECORD_TYPES = {
  id: 'string',
  added: 'number',
  notifiedStatus: 'string',
  ended: 'number|undefined',
  removed: 'number|undefined',
} as const

/** Reads the valid records of a stored text. */
export const parseRecords = (text: string | null | undefined): VideoTaskRecord[] =>
  parseList(text).flatMap(readRecord)

function readRecord(entry: unknown): VideoTaskRecord[] {
  if (!hasTypes(entry, RECORD_TYPES) || entry.id === '') return []
  const { id, added, notifiedStatus, ended, removed, params, task } = entry
  if (!isStatus(notifiedStatus)) return []
  const kept = {
    params: isRecord(params) ? params : undefined,
    task: readDocumentedTask(task, readDocumentedFailure),
  }
  return [{ id, added, notifiedStatus, ended, removed, ...kept }]
}

/** Merges two lists, newest first; of equally new records the second list's come first. */
export function mergeRecords(a: VideoTaskRecord[], b: VideoTaskRecord[]): VideoTaskRecord[] {
  const byId = new Map<string, VideoTaskRecord>()
  for (const record of [...b, ...a]) {
    byId.set(record.id, mergeRecord(byId.get(record.id) ?? record, record))
  }
  return [...byId.values()].sort((first, second) => second.added - first.added)
}

/**
 * Merges what two tabs know of one task: the first end, the last removal, the latest status. Of a removed one only that stays.
 * In a fixed order of fields and without others, so that equal records are equal texts.
 */
function mergeRecord(a: VideoTaskRecord, b: VideoTaskRecord): VideoTaskRecord {
  const added = Math.max(a.added, b.added)
  const removed = choose(Math.max, a.removed, b.removed)
  const isGone = isRemoved({ added, removed })
  return {
    id: a.id,
    added,
    notifiedStatus: isLaterStatus(a.notifiedStatus, b.notifiedStatus) ? a.notifiedStatus : b.notifiedStatus,
    ended: choose(Math.min, a.ended, b.ended),
    removed,
    params: isGone ? undefined : (a.params ?? b.params),
    task: isGone ? undefined : (a.task ?? b.task),
  }
}

/** The smaller or the larger of two times, either of which may be missing. */
const choose = (of: typeof Math.min, a: number | undefined, b: number | undefined) =>
  a === undefined || b === undefined ? (a ?? b) : of(a, b)

/** Whether a record was removed after it was last added. */
export function isRemoved({ added, removed }: RecordTimes): boolean {
  return removed !== undefined && removed >= added
}

type RecordTimes = Pick<VideoTaskRecord, 'added' | 'removed'>

/** How long ago a record was added, or removed: only as long as that is known, no other tab restores it. */
export const ageOf = ({ added, removed = 0 }: RecordTimes, now: number): number =>
  now - Math.max(added, removed)

interface PruneLimits {
  now: number
  maxAge: number
  maxEntries: number
  keepHistory: boolean
}

/** Keeps the records within the limits. If there are too many, ended ones go first, then the oldest. */
export function pruneRecords(
  records: VideoTaskRecord[],
  { now, maxAge, maxEntries, keepHistory }: PruneLimits,
): VideoTaskRecord[] {
  // A time in the future comes from a clock that was set back since. It counts as now; otherwise it would never expire.
  const fresh = records
    .map((record) => ({ ...record, added: Math.min(record.added, now) }))
    .filter((record) => ageOf(record, now) < maxAge || (keepHistory && !isRemoved(record)))
  const isOver = (record: VideoTaskRecord) => Number(record.ended !== undefined || isRemoved(record))
  const surplus = [...fresh].sort((a, b) => isOver(a) - isOver(b) || b.added - a.added).slice(maxEntries)
  return fresh.filter((record) => !surplus.includes(record))
}
