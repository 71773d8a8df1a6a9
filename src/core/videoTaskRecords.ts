import { hasTypes } from './hasTypes.js'
import { isLaterStatus, isStatus } from './isLaterStatus.js'
import { parseList } from './parseList.js'
import type { VideoTaskRecord } from './VideoTaskRegistry.js'

const TYPES = {
  id: 'string',
  added: 'number',
  told: 'string',
  ended: 'number|undefined',
  removed: 'number|undefined',
} as const

/** The records in a stored text; what is none is left out. */
export function parseRecords(text: string | null): VideoTaskRecord[] {
  return parseList(text).flatMap((entry) => {
    if (!hasTypes(entry, TYPES) || entry.id === '' || !isStatus(entry.told)) return []
    const { id, added, told, ended, removed } = entry
    // In one order, whoever wrote it, so that equal records are equal texts.
    return [{ id, added, told, ended, removed }]
  })
}

/** The smaller or the larger of two times, of which one may be all there is. */
const choose = (of: typeof Math.min, a: number | undefined, b: number | undefined) =>
  a === undefined || b === undefined ? (a ?? b) : of(a, b)

/** What two tabs know of one task, together; nothing is unlearnt. Of two ends the second one's stays. */
function mergeRecord(a: VideoTaskRecord, b: VideoTaskRecord): VideoTaskRecord {
  return {
    id: a.id,
    added: Math.max(a.added, b.added),
    told: isLaterStatus(a.told, b.told) ? a.told : b.told,
    ended: choose(Math.min, a.ended, b.ended),
    removed: choose(Math.max, a.removed, b.removed),
  }
}

/** Two lists as one, newest first; of equally new ones the second list's come first. */
export function mergeRecords(a: VideoTaskRecord[], b: VideoTaskRecord[]): VideoTaskRecord[] {
  const byId = new Map<string, VideoTaskRecord>()
  for (const record of [...b, ...a]) {
    const known = byId.get(record.id)
    byId.set(record.id, known ? mergeRecord(known, record) : record)
  }
  return [...byId.values()].sort((first, second) => second.added - first.added)
}

/** Whether it was taken off the list after it was put there. */
export function isRemoved({ added, removed }: VideoTaskRecord): boolean {
  return removed !== undefined && removed >= added
}

/** The records within the limits: of too many, those that have ended go first, and then the oldest. */
export function pruneRecords(
  records: VideoTaskRecord[],
  { now, maxAge, maxEntries }: { now: number; maxAge: number; maxEntries: number },
): VideoTaskRecord[] {
  // A time still to come is that of a clock that was set back since; it counts as now, else it would never grow old.
  const fresh = records
    .map((record) => (record.added > now ? { ...record, added: now } : record))
    .filter(({ added }) => now - added < maxAge)
  const isOver = (record: VideoTaskRecord) => Number(record.ended !== undefined || isRemoved(record))
  const dispensable = [...fresh].sort((a, b) => isOver(a) - isOver(b) || b.added - a.added).slice(maxEntries)
  return fresh.filter((record) => !dispensable.includes(record))
}
