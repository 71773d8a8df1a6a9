import type { VideoTask } from '../../core/task/videoTask.js'
import { isRecord } from '../../core/wire/fieldValues.js'
import { assertSafeId, duplicateId, type TaskIds, type TaskOwnership } from '../access/ownership.js'
import { notStored, retryGrant } from '../access/ownerStore.js'
import type { VideoProxyCreateContext, VideoProxyKept, VideoProxyUser } from '../calls.js'
import type { ErrorReport } from '../proxyError.js'
import { jsonParts } from '../responses.js'
import { type CachedResponse, showsTask } from '../retrieve/taskCache.js'
import type { ApiDigests } from '../upstream/apiKey.js'
import { readExactAnswer } from '../upstream/exactAnswer.js'
import type { EndMarks } from './endMarks.js'
import {
  createRecord,
  endRecord,
  keepWith,
  ownerOf,
  readRecord,
  recordFields,
  type TaskRecord,
  toRow,
} from './taskRecord.js'
import { type TimedTaskStore, tasksUnavailable, type VideoProxyTaskRow } from './taskStore.js'

/** The tasks that a proxy keeps in its store. */
export interface TaskRecords extends EndMarks {
  store: TimedTaskStore
  /** Owners, for a proxy that has neither a `secret` nor `owners`. */
  ownership: TaskOwnership
  /**
   * Records a create before it is sent, so that one that a crash interrupts is not forgotten.
   *
   * @throws {ProxyError} 503 `tasks_unavailable`
   */
  begin(create: VideoProxyCreateContext, apis: ApiDigests): Promise<BegunCreate>
  /**
   * Records the task of a create, in three attempts. After that, it is reported and recorded as soon as the store answers.
   *
   * @throws {ProxyError} 503 `owner_not_stored` where the record is what knows the owner
   */
  add(begun: BegunCreate, ids: TaskIds, task: VideoTask): Promise<void>
  /** Forgets a create that made no task. */
  drop(createId: string): Promise<void>
  /** Adds what the app wants to be kept with a task. */
  keep(publicId: string, kept: VideoProxyKept): Promise<void>
  /** Takes a task off the list. One that runs is kept, in no list, until its end was reported. */
  remove(publicId: string): Promise<void>
  /**
   * The answer about a task with what its record adds, for its owner: title, parameters and the source of a remix.
   *
   * @returns `undefined` where there is nothing to add
   */
  show(publicId: string, user: VideoProxyUser, answer: CachedResponse): Promise<CachedResponse | undefined>
  /** The owner of a task; `undefined` without a user, and of a task that is not recorded. */
  findOwner(publicId: string): Promise<VideoProxyUser | undefined>
  /** Records the tasks that could not be recorded before. */
  catchUp(): Promise<void>
}

/** A create that was recorded and not answered. */
interface BegunCreate {
  record: TaskRecord
  createdAt: number
}

interface RecordOptions {
  store: TimedTaskStore
  /** Whether the records are what knows the owners. */
  isOwnership: boolean
  report: ErrorReport
}

/** Creates the records of a proxy. */
export function createTaskRecords({ store, isOwnership, report }: RecordOptions): TaskRecords {
  /** Rows of tasks that exist and are not in the store, by `createId`. */
  const missing = new Map<string, VideoProxyTaskRow>()

  async function read(publicId: string) {
    const row = await store.get(publicId)
    const record = row && readRecord(row)
    return row && record ? { row, record } : undefined
  }

  async function write(createId: string, row: VideoProxyTaskRow): Promise<void> {
    await store.put(row)
    missing.delete(createId)
    // What is left of it is recognized by its `createId`.
    await store.delete(createId).catch(() => undefined)
  }

  return {
    store,
    ownership: createRecordOwnership(read),
    async begin(create, [api]) {
      const { createId, createdAt } = create
      const record = createRecord(create, api)
      await store.put(toRow(record, createId, createdAt, true)).catch(tasksUnavailable)
      return { record, createdAt }
    },
    async add({ record, createdAt }, ids, task) {
      const { api, taskId, publicId } = ids
      const made = { ...record, api, taskId, task, state: 'running' } as const
      const row = toRow(made, publicId, createdAt, true)
      try {
        await retryGrant(() => write(record.createId, row), notStored(taskId, record.owner || undefined))
      } catch (error) {
        missing.set(record.createId, row)
        if (isOwnership) throw error
        const cause = new Error(`The task ${taskId} was created, but could not be recorded.`, {
          cause: error,
        })
        report(cause, { action: record.action, taskId: publicId, status: 200, code: 'task_not_recorded' })
      }
    },
    drop: (createId) => store.delete(createId),
    async keep(publicId, kept) {
      const found = await read(publicId)
      if (!found) return
      const { row, record } = found
      await store.put(toRow(keepWith(record, kept), row.id, row.createdAt, row.isPending))
    },
    async remove(publicId) {
      const found = await read(publicId)
      if (!found?.row.isPending) return store.delete(publicId)
      const { row, record } = found
      await store.put(toRow({ ...record, isRemoved: true }, row.id, row.createdAt, true))
    },
    async show(publicId, user, answer) {
      if (!showsTask(answer.status)) return undefined
      const found = await read(publicId)
      if (found?.record.owner !== user.id) return undefined
      const { value, print } = readExactAnswer(answer.body)
      if (!isRecord(value)) return undefined
      const body = print({ ...value, ...recordFields(found.record) })
      return { ...answer, ...jsonParts(body, new Headers(answer.headers)) }
    },
    async open({ publicId }, task) {
      const found = await read(publicId)
      // Made before the store was in use.
      if (!found) return { user: undefined }
      const { row, record } = found
      if (!row.isPending) return undefined
      // Before it is reported, so that a crash in between loses nothing.
      if (record.state !== 'ended')
        await store.put(toRow(endRecord(record, task), row.id, row.createdAt, true))
      return { user: ownerOf(record), createId: record.createId, createdAt: row.createdAt }
    },
    async close({ publicId }, task) {
      const found = await read(publicId)
      if (!found) return
      const { row, record } = found
      if (record.isRemoved) await store.delete(publicId)
      // Ended here where the store was down or full when the end was seen.
      else await store.put(toRow(endRecord(record, task), row.id, row.createdAt, false))
    },
    async findOwner(publicId) {
      const found = await read(publicId)
      return found && ownerOf(found.record)
    },
    async catchUp() {
      // One that the store refuses for good is no reason to leave the others.
      for (const [createId, row] of missing) await write(createId, row).catch(() => undefined)
    },
  }
}

/** Reads the owner of each task in its record. Callers use the API's ids. */
function createRecordOwnership(
  read: (publicId: string) => Promise<{ record: TaskRecord } | undefined>,
): TaskOwnership {
  return {
    prepare: async () => undefined,
    async grant(taskId) {
      assertSafeId(taskId)
      // A store that is down now is tried again when the task is recorded.
      const known = await read(taskId).catch(() => undefined)
      if (known) throw duplicateId(taskId)
      return taskId
    },
    async resolve(taskId, user, apis) {
      if (!user) return taskId
      const found = await read(taskId).catch(tasksUnavailable)
      if (!found) return undefined
      const { owner, api, isRemoved } = found.record
      return owner === user.id && apis.includes(api) && !isRemoved ? taskId : undefined
    },
  }
}
