import type { ErrorReport } from '../proxyError.js'
import { endedTask, ownerOf, readRecord, type TaskRecord } from './taskRecord.js'
import type { TaskHooks } from './taskHooks.js'
import type { TaskRecords } from './taskRecords.js'
import type { VideoProxyTaskRow } from './taskStore.js'

interface RecoveryOptions {
  records: TaskRecords
  hooks: TaskHooks
  /** How long a create may take, in ms. */
  createTimeout: number
  report: ErrorReport
}

/**
 * Creates what finishes the work of a process that stopped: ends that were seen and not reported are reported, and so is a
 * create that was sent and never answered. It runs with a request, at most every five minutes, and never rejects. A clock that
 * jumps, or differs from that of another instance, delays nothing, and lets no create count as interrupted while it is sent.
 */
export function createRecovery({
  records,
  hooks,
  createTimeout,
  report,
}: RecoveryOptions): () => Promise<void> {
  let lastRun = -Infinity
  /** When this process first found each create that is being sent, by a clock that cannot jump. */
  const found = new Map<string, number>()

  /** Whether no instance can be at work on the create any more. */
  function isInterrupted({ id, createdAt }: VideoProxyTaskRow): boolean {
    const since = found.get(id) ?? performance.now()
    found.set(id, since)
    // The time of day decides alone only where a process lives too short to find it twice.
    return performance.now() - since >= createTimeout + MIN_AGE || Date.now() - createdAt >= MAX_CLOCK_ERROR
  }

  async function recoverRow(row: VideoProxyTaskRow, record: TaskRecord): Promise<void> {
    const task = endedTask(record)
    // One that ends in the future has the time of another clock: to report it once too often is safe.
    if (record.state === 'ended' && task && Math.abs(Date.now() - record.endedAt) > MIN_AGE) {
      const ids = { taskId: record.taskId, publicId: row.id, api: record.api }
      await hooks.ended(task, { ids, user: ownerOf(record), redact: (text) => text })
    }
    if (record.state !== 'sending' || !isInterrupted(row)) return
    found.delete(row.id)
    if (await wasRecorded(records, row, record)) return records.drop(row.id)
    const what = `A create of ${record.owner === '' ? 'no user' : `the user ${JSON.stringify(record.owner)}`}`
    const when = new Date(row.createdAt).toISOString()
    report(
      new Error(
        `${what} was sent at ${when} by a process that stopped before the API answered. The video may have been made, and ` +
          "is then billed: look for it in the API's account.",
      ),
      { action: record.action, status: 200, code: 'create_interrupted' },
    )
    const { action, createId, params } = record
    const create = {
      ...{ action, createId, createdAt: row.createdAt, params },
      ...{ user: ownerOf(record), files: [], request: undefined },
    }
    const failed = { status: 504, code: 'create_interrupted', isSent: true, create }
    await hooks.failed(failed, (text) => text)
  }

  return async () => {
    if (performance.now() - lastRun < RECOVERY_INTERVAL) return
    lastRun = performance.now()
    const listed = new Set<string>()
    try {
      await records.catchUp()
      let after: VideoProxyTaskRow | undefined
      for (let page = 0; page < MAX_PAGES; page++) {
        const rows = await records.store.list({ isPending: true, limit: PAGE_SIZE, after })
        for (const row of rows) {
          const record = readRecord(row)
          if (record) await recoverRow(row, record)
          listed.add(row.id)
        }
        after = rows.at(-1)
        if (rows.length < PAGE_SIZE) break
      }
      for (const id of found.keys()) if (!listed.has(id)) found.delete(id)
    } catch {
      // The store is down, which each request that needs it reports. The next run tries again.
    }
  }
}

/** Whether the task of a create is in the store, and only the entry of the create was left behind. */
async function wasRecorded(
  { store }: TaskRecords,
  { createdAt }: VideoProxyTaskRow,
  { owner, createId }: TaskRecord,
) {
  // A task has the time of its create.
  const rows = await store.list({ owner, limit: PAGE_SIZE, after: { createdAt: createdAt + 1, id: '' } })
  return rows.some((row) => row.id !== createId && readRecord(row)?.createId === createId)
}

/** In ms. */
const RECOVERY_INTERVAL = 5 * 60 * 1000

/** A week, in ms: no clock is wrong by more. */
const MAX_CLOCK_ERROR = 7 * 24 * 60 * 60 * 1000

/** Younger entries may be those of an instance that is at work on them, in ms. */
const MIN_AGE = 60_000

const PAGE_SIZE = 100
/** Pages of one run: 2,000 tasks. */
const MAX_PAGES = 20
