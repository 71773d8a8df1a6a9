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
 * create that was sent and never answered. It runs with a request, at most every five minutes, and never rejects.
 */
export function createRecovery({
  records,
  hooks,
  createTimeout,
  report,
}: RecoveryOptions): () => Promise<void> {
  let next = 0

  async function recoverRow(row: VideoProxyTaskRow, record: TaskRecord): Promise<void> {
    const now = Date.now()
    const task = endedTask(record)
    if (record.state === 'ended' && task && now - record.endedAt > MIN_AGE) {
      const ids = { taskId: record.taskId, publicId: row.id, api: record.api }
      await hooks.ended(task, { ids, user: ownerOf(record), redact: (text) => text })
    }
    if (record.state !== 'sending' || now - row.createdAt < createTimeout + MIN_AGE) return
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
    if (Date.now() < next) return
    next = Date.now() + RECOVERY_INTERVAL
    try {
      await records.catchUp()
      let after: VideoProxyTaskRow | undefined
      for (let page = 0; page < MAX_PAGES; page++) {
        const rows = await records.store.list({ isPending: true, limit: PAGE_SIZE, after })
        for (const row of rows) {
          const record = readRecord(row)
          if (record) await recoverRow(row, record)
        }
        after = rows.at(-1)
        if (rows.length < PAGE_SIZE) return
      }
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

/** Younger entries may be those of an instance that is at work on them, in ms. */
const MIN_AGE = 60_000

const PAGE_SIZE = 100
/** Pages of one run: 2,000 tasks. */
const MAX_PAGES = 20
