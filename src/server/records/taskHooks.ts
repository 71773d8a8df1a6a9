import { raceTimeout } from '../../core/abort.js'
import { type CompletedVideoTask, type FailedVideoTask, isTerminal } from '../../core/task/videoTask.js'
import { isRecord, parseJson } from '../../core/wire/fieldValues.js'
import { parseVideoTask } from '../../core/wire/parseVideoTask.js'
import type { TaskIds } from '../access/ownership.js'
import type {
  VideoProxyCreatedContext,
  VideoProxyCreateFailure,
  VideoProxyErrorContext,
  VideoProxyUser,
} from '../calls.js'
import type { VideoProxyOptions } from '../options.js'
import { type ErrorReport, redactError } from '../proxyError.js'
import { showsTask } from '../retrieve/taskCache.js'
import { createExpiringMap } from '../stores.js'
import type { EndMarks, OpenedEnd } from './endMarks.js'
import type { TaskRecords } from './taskRecords.js'

/** Calls the app's `onCreated` and `onEnded`, and marks in a store what was reported. None of its methods rejects. */
export interface TaskHooks {
  /** A create made a task. */
  created(created: VideoProxyCreatedContext, redact: Redact): Promise<void>
  /** A create made no task, or none with a known id. */
  failed(failed: FailedCreate, redact: Redact): Promise<void>
  /** An answer about a task was read, with its public id. It may show its end. */
  learn(answer: { status: number; body: string }, reader: TaskReader): Promise<void>
  /** A task has ended. */
  ended(task: CompletedVideoTask | FailedVideoTask, reader: TaskReader): Promise<void>
}

type Redact = (text: string) => string

interface FailedCreate extends Omit<VideoProxyCreateFailure, 'outcome'> {
  isSent: boolean
}

interface TaskReader {
  ids: TaskIds
  /** The owner; `undefined` where no owner was checked. */
  user: VideoProxyUser | undefined
  redact: Redact
}

interface HookOptions extends Pick<VideoProxyOptions, 'onCreated' | 'onEnded'> {
  /** Where it is kept which ends were reported, beyond this process. */
  marks: EndMarks | undefined
  /** The tasks that the proxy keeps. */
  records: Pick<TaskRecords, 'keep' | 'drop'> | undefined
  report: ErrorReport
}

/**
 * Creates what calls the app's functions about tasks. An end is reported at least once: it is marked after `onEnded` has
 * returned, and one that throws is called again.
 */
export function createTaskHooks({ onCreated, onEnded, marks, records, report }: HookOptions): TaskHooks {
  /** Ends that were reported, of this process. */
  const reported = createExpiringMap<true>(MAX_REPORTED)
  const deliveries = new Map<string, Promise<void>>()
  const retries = new Map<string, { timer: ReturnType<typeof setTimeout>; delivery: Delivery }>()

  /** Reports an end now, unless that is being done. */
  function deliver(delivery: Delivery, attempt = 0): Promise<void> {
    const { key } = delivery
    const retry = retries.get(key)
    clearTimeout(retry?.timer)
    retries.delete(key)
    // The app's function is not called again where the mark alone was missing.
    delivery.isCalled ??= retry?.delivery.isCalled
    const running = deliveries.get(key) ?? reportEnd(delivery, attempt).finally(() => deliveries.delete(key))
    deliveries.set(key, running)
    return running
  }

  async function reportEnd(delivery: Delivery, attempt: number): Promise<void> {
    const { key, context, redact, open, call, close } = delivery
    let code = 'on_ended_failed'
    try {
      // A store that is down cannot say that the end was reported, so it is reported.
      const opened = await open().catch(() => UNKNOWN_OWNER)
      if (opened && !delivery.isCalled) await call(opened)
      delivery.isCalled = true
      code = 'end_not_marked'
      if (opened) await close()
      reported.set(key, true, Infinity)
    } catch (error) {
      report(redactError(error, redact), { ...context, status: 200, code })
      const delay = RETRY_DELAYS[attempt]
      if (delay === undefined) return
      const timer = setTimeout(() => void deliver(delivery, attempt + 1), delay)
      // Nothing waits for it, so it does not keep a process running.
      if (typeof timer === 'object') timer.unref()
      retries.set(key, { timer, delivery })
    }
  }

  async function ended(task: CompletedVideoTask | FailedVideoTask, { ids, user, redact }: TaskReader) {
    const key = keyOf(ids)
    if (reported.get(key)) return
    const delivery: Delivery = {
      key,
      redact,
      context: { action: 'retrieve', taskId: ids.publicId },
      open: async () => (marks ? marks.open(ids, task) : UNKNOWN_OWNER),
      call: async ({ user: owner = user, createId, createdAt }) =>
        onEnded?.({ task, user: owner, createId, createdAt }),
      close: async () => marks?.close(ids, task),
    }
    await settleSoon(deliver(delivery))
  }

  return {
    ended,
    async created(created, redact) {
      if (!onCreated) return
      const call = async () => {
        try {
          const kept: unknown = await onCreated(created)
          if (isRecord(kept)) await records?.keep(created.task.id, kept)
        } catch (error) {
          const { action, task } = created
          report(redactError(error, redact), {
            action,
            taskId: task.id,
            status: 200,
            code: 'on_created_failed',
          })
        }
      }
      await settleSoon(call())
    },
    async failed({ isSent, ...failed }, redact) {
      if (!onEnded && !records) return
      const { user, action, createId, createdAt } = failed.create
      const failure = { ...failed, outcome: isSent ? outcomeOf(failed) : 'refused' } as const
      const delivery: Delivery = {
        key: createId,
        redact,
        context: { action },
        open: async () => UNKNOWN_OWNER,
        call: async () => onEnded?.({ user, createId, createdAt, failure }),
        close: async () => records?.drop(createId),
      }
      await settleSoon(deliver(delivery))
    },
    async learn({ status, body }, reader) {
      if ((!onEnded && !marks) || !showsTask(status) || !MAY_HAVE_ENDED.test(body)) return
      if (reported.get(keyOf(reader.ids))) return
      const task = parseVideoTask(parseJson(body))
      if (isTerminal(task)) await ended(task, reader)
    },
  }
}

const keyOf = ({ api, publicId }: TaskIds) => `${api} ${publicId}`

/** One end to report, in three steps. */
interface Delivery {
  key: string
  context: Pick<VideoProxyErrorContext, 'action' | 'taskId'>
  redact: Redact
  /** Returns what the store knows of the task; `undefined` where the end was reported before. */
  open: () => Promise<OpenedEnd | undefined>
  call: (opened: OpenedEnd) => Promise<void>
  close: () => Promise<void>
  /** Whether the app's function has returned, and only the mark is missing. */
  isCalled?: boolean
}

const UNKNOWN_OWNER: OpenedEnd = { user: undefined }

/** Ends that were reported and are remembered in this process. */
const MAX_REPORTED = 10_000

/** Waits after a failed report, in ms. After the last one, the next read of the task tries again. */
const RETRY_DELAYS = [1_000, 4_000, 16_000, 64_000, 256_000]

/** The longest that a caller's answer waits for a function of the app, in ms. */
const MAX_WAIT = 10_000

/** Waits for a call to end, for some seconds. */
const settleSoon = (call: Promise<void>) =>
  raceTimeout(call, { timeout: MAX_WAIT, onTimeout: () => undefined }).catch(() => undefined)

/** Whether an answer can be about an ended task: cheaper than to parse each. */
const MAY_HAVE_ENDED = /"status":"(?:completed|failed|error)"/

/** Whether a create that was sent may have made a video: where a client would repeat it, the outcome is not known. */
function outcomeOf({
  status,
  code,
}: Pick<VideoProxyCreateFailure, 'status' | 'code'>): 'refused' | 'unknown' {
  if (code === 'upstream_unauthorized') return 'refused'
  const isUnknown = status < 400 || status >= 499 || status === 408 || status === 409
  return isUnknown ? 'unknown' : 'refused'
}
