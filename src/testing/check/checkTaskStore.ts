import {
  type CheckedTaskStore,
  type CheckRows,
  FIRST_TIME,
  taskStoreChecks,
  type TaskStoreRequirement,
} from './requirements/taskStore.js'
import { fail } from './results.js'

/** The result for one requirement of a task store. */
export interface TaskStoreCheckResult {
  requirement: TaskStoreRequirement
  /** The requirement as a sentence. */
  description: string
  status: 'pass' | 'fail'
  /** What was written, what should have been read, and what was. */
  evidence: string
}

/**
 * Checks a task store of an app's own against what `createVideoProxy` needs of its `tasks`. It writes rows of its own, with
 * random ids and times two centuries ahead, reads them back and deletes them: a database with other rows can be checked too.
 *
 * @returns a result for each requirement, in order; it never rejects because of the store
 * @example
 * ```ts
 * import type { VideoProxyTaskStore } from 'react-video-task/server'
 * import { checkTaskStore } from 'react-video-task/testing'
 *
 * declare const tasks: VideoProxyTaskStore
 *
 * const results = await checkTaskStore(tasks)
 * for (const { requirement, evidence } of results.filter(({ status }) => status === 'fail')) {
 *   console.error(`${requirement}: ${evidence}`)
 * }
 * ```
 */
export async function checkTaskStore(store: CheckedTaskStore): Promise<TaskStoreCheckResult[]> {
  const results: TaskStoreCheckResult[] = []
  for (const [requirement, description, check] of taskStoreChecks) {
    const rows = createRows(store)
    const verdict = await check(rows).catch((error: unknown) => fail(`The store failed: ${String(error)}`))
    await rows.clean().catch(() => undefined)
    results.push({
      requirement,
      description,
      ...verdict,
      status: verdict.status === 'pass' ? 'pass' : 'fail',
    })
  }
  return results
}

function createRows(store: CheckedTaskStore): CheckRows {
  const name = crypto.randomUUID()
  const ids = new Set<string>()
  return {
    get: (id) => store.get(id),
    list: (query) => store.list(query),
    delete: (id) => store.delete(id),
    make: ({ id = 'video', owner = 'ann', ...fields } = {}) => ({
      ...{ createdAt: FIRST_TIME, isPending: false, data: '{}', ...fields },
      ...{ id: `${name}-${id}`, owner: `${name}-${owner}` },
    }),
    async put(...rows) {
      for (const row of rows) {
        ids.add(row.id)
        await store.put({ ...row })
      }
    },
    async clean() {
      for (const id of ids) await store.delete(id)
    },
  }
}
