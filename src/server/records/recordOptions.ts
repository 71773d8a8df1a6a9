import type { CreateQuota } from '../access/quota.js'
import type { VideoProxyEndedContext } from '../calls.js'
import { invalidOptions } from '../optionChecks.js'
import type { VideoProxyOptions } from '../options.js'
import type { ErrorReport } from '../proxyError.js'
import { isMemoryStore, withStoreTimeout } from '../stores.js'
import { createEndMarks } from './endMarks.js'
import { createTaskHooks, type TaskHooks } from './taskHooks.js'
import { createTaskRecords, type TaskRecords } from './taskRecords.js'
import { withTaskStoreTimeout } from './taskStore.js'

/**
 * Validates the store of tasks.
 *
 * @throws {VideoTaskError} code `invalid_options`
 */
export function resolveRecords({ tasks, secret, owners }: VideoProxyOptions, report: ErrorReport) {
  if (tasks === undefined) return undefined
  const methods = ['put', 'get', 'list', 'delete'] as const
  const missing = methods.filter((name) => typeof tasks[name] !== 'function')
  if (missing.length > 0) {
    invalidOptions(
      `\`tasks\` must be a store with \`put\`, \`get\`, \`list\` and \`delete\`. It has no ${missing.join(', ')}.`,
    )
  }
  const isOwnership = secret === undefined && owners === undefined
  return createTaskRecords({ store: withTaskStoreTimeout(tasks), isOwnership, report })
}

/**
 * Validates the app's functions about tasks.
 *
 * @throws {VideoTaskError} code `invalid_options`
 */
export function resolveHooks(
  { onCreated, onEnded, owners }: VideoProxyOptions,
  records: TaskRecords | undefined,
  quota: CreateQuota | undefined,
  report: ErrorReport,
): TaskHooks {
  for (const [name, hook] of Object.entries({ onCreated, onEnded })) {
    if (hook !== undefined && typeof hook !== 'function') invalidOptions(`\`${name}\` must be a function.`)
  }
  const shared = owners && !isMemoryStore(owners) ? createEndMarks(withStoreTimeout(owners)) : undefined
  const settle = async (ended: VideoProxyEndedContext) => {
    // Both are called, and again where one throws.
    const calls = [quota?.settle(ended), (async () => onEnded?.(ended))()]
    await Promise.all(calls)
  }
  const marks = records ?? shared
  return createTaskHooks({ onCreated, onEnded: quota ? settle : onEnded, marks, records, report })
}
