import { raceTimeout } from '../../core/abort.js'
import { isTerminal } from '../../core/task/videoTask.js'
import { parseJson } from '../../core/wire/fieldValues.js'
import { parseVideoTask } from '../../core/wire/parseVideoTask.js'
import type { TaskIds } from '../access/ownership.js'
import type {
  VideoProxyCreatedContext,
  VideoProxyCreateFailure,
  VideoProxyEndedContext,
  VideoProxyUser,
} from '../calls.js'
import type { VideoProxyOptions } from '../options.js'
import { type ErrorReport, redactError } from '../proxyError.js'
import { createExpiringMap } from '../stores.js'
import type { EndMarks } from './endMarks.js'

/** Calls the app's `onCreated` and `onEnded`. None of its methods rejects. */
export interface TaskHooks {
  /** Whether a create goes on when its caller closes the connection. */
  keepsCreates: boolean
  /** A create made a task. */
  created(created: VideoProxyCreatedContext, redact: Redact): Promise<void>
  /** A create made no task, or none with a known id. */
  failed(failed: FailedCreate, redact: Redact): Promise<void>
  /** An answer about a task was read, with its public id. It may show its end. */
  learn(answer: { status: number; body: string }, reader: TaskReader): Promise<void>
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
  /** Which ends were reported, beyond this process; `undefined` where nothing keeps it. */
  marks: EndMarks | undefined
  report: ErrorReport
}

/**
 * Creates what calls the app's functions about tasks. An end is reported at least once: it is marked after `onEnded` has
 * returned, and one that throws is called again.
 */
export function createTaskHooks({ onCreated, onEnded, marks, report }: HookOptions): TaskHooks {
  /** Ends that were reported, of this process. */
  const reported = createExpiringMap<true>(MAX_REPORTED)
  const deliveries = new Map<string, Promise<void>>()
  const retries = new Map<string, ReturnType<typeof setTimeout>>()

  /** Calls `onEnded` now, unless it is being called about this end. */
  function deliver(delivery: Delivery, attempt = 0): Promise<void> {
    const { key } = delivery
    clearTimeout(retries.get(key))
    retries.delete(key)
    const running =
      deliveries.get(key) ?? callOnEnded(delivery, attempt).finally(() => deliveries.delete(key))
    deliveries.set(key, running)
    return running
  }

  async function callOnEnded(delivery: Delivery, attempt: number): Promise<void> {
    const { key, ids, ended, redact } = delivery
    try {
      // A store that is down cannot say that the end was reported, so it is reported.
      if (ids && (await marks?.has(ids).catch(() => false))) return void reported.set(key, true, Infinity)
      await onEnded?.(ended)
    } catch (error) {
      const action = ended.failure?.create.action ?? 'retrieve'
      report(redactError(error, redact), { action, ...taskOf(ids), status: 200, code: 'on_ended_failed' })
      const delay = RETRY_DELAYS[attempt]
      if (delay === undefined) return
      const timer = setTimeout(() => void deliver(delivery, attempt + 1), delay)
      // Nothing waits for it, so it does not keep a process running.
      if (typeof timer === 'object') timer.unref()
      retries.set(key, timer)
      return
    }
    reported.set(key, true, Infinity)
    // Without the mark another instance may report the end again.
    if (ids) await marks?.add(ids).catch(() => undefined)
  }

  return {
    keepsCreates: onCreated !== undefined,
    async created(created, redact) {
      if (!onCreated) return
      const call = async () => {
        try {
          await onCreated(created)
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
      if (!onEnded) return
      const failure = { ...failed, outcome: isSent ? outcomeOf(failed) : 'refused' } as const
      const ended = { user: failed.create.user, failure }
      await settleSoon(deliver({ key: crypto.randomUUID(), ended, redact }))
    },
    async learn({ status, body }, { ids, user, redact }) {
      if (!onEnded || status !== 200 || !MAY_HAVE_ENDED.test(body)) return
      const key = `${ids.api} ${ids.publicId}`
      if (reported.get(key)) return
      const task = parseVideoTask(parseJson(body))
      if (isTerminal(task)) await settleSoon(deliver({ key, ids, ended: { task, user }, redact }))
    },
  }
}

const taskOf = (ids: TaskIds | undefined) => (ids ? { taskId: ids.publicId } : {})

/** One end to report. */
interface Delivery {
  key: string
  /** `undefined` of a create that made no task. */
  ids?: TaskIds
  ended: VideoProxyEndedContext
  redact: Redact
}

/** Ends that were reported and are remembered in this process. */
const MAX_REPORTED = 10_000

/** Waits after a failed call of `onEnded`, in ms. After the last one, the next read of the task calls it. */
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
