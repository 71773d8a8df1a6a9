import { type Part, readParts } from './batchAnswer.js'
import type { Parse, Sender } from './request.js'
import type { NextPoll, PollState } from '../polling/nextPoll.js'
import type { VideoTask } from '../task/videoTask.js'

// Loaded by pages with several tasks only. It imports no other module of the client: what it shared with the client, bundlers would take out of the
// client's file into one more.

/** What the batches need of their client. */
export interface BatchContext {
  /** The URL of creates and lists. */
  videosUrl: (query?: string) => string
  send: Sender
  /** Reads the JSON of an answer. */
  read: <T>(response: Response, url: string, parse: Parse<T>) => Promise<T>
  parseJson: (text: string) => unknown
  /** Milliseconds. */
  timeout: number
}

/** A call of `retrieve`. */
export interface RetrieveCall {
  id: string
  /** The URL of the task. */
  url: string
  signal: AbortSignal | undefined
  /** Reads the body of its answer. */
  parse: Parse<VideoTask>
  /** Asks for this task alone. */
  retrieveAlone: () => Promise<VideoTask>
}

/** Sends the calls of one moment as one request. */
export interface RetrieveBatches {
  /** Most calls of a request; 1 for a minute after a request that failed. */
  readonly size: number
  /**
   * Moves a poll to the next beat, so that more are sent together: by less than half a second earlier, and where the server
   * asked for the wait, or the last poll failed, later. An interval of the app stays as it is.
   */
  align: (next: NextPoll, state: PollState) => NextPoll
  /** Called with the calls of each request as it is sent. */
  readonly observers: Set<(calls: ReadonlySet<{ readonly id: string }>) => void>
  /** Fetches a task as if it was asked for alone, with its own errors and its own abort. */
  retrieve: (call: RetrieveCall) => Promise<VideoTask>
}

/** Time between two beats, in ms. They begin with the client: pages that poll one server share no beat. */
const BEAT_MS = 500

/** Requests of which no part has arrived, and tasks of a failed request that are asked for alone, at the same time. */
const MAX_REQUESTS = 4

/** How long calls are collected after the first one, in ms. */
const COLLECT_MS = 50

/** Longest list of ids in a URL, in characters. Servers take a request line of 8 kB and more. */
const MAX_IDS_LENGTH = 6_000

/** After a request without any answer, each task is asked for alone for this long, in ms: an older instance knows no lists. */
const PAUSE_MS = 60_000

/** A call that is not answered yet. */
interface Pending extends RetrieveCall {
  /** Those with which it waits, or is sent. */
  group: Group
  settle: (answer: Promise<VideoTask>) => void
}

interface Group {
  calls: Set<Pending>
  /** Ends the request when its last call has left. */
  controller: AbortController
}

const createGroup = (): Group => ({ calls: new Set(), controller: new AbortController() })

/**
 * Creates the batches of a client whose server answers about many tasks at once. What a request leaves unanswered is asked for
 * alone, except where the time is up or the server asks the key to wait.
 *
 * @param maxSize most tasks of a request
 */
export function createRetrieveBatches(context: BatchContext, maxSize: number): RetrieveBatches {
  const waiting = createGroup()
  let timer: ReturnType<typeof setTimeout> | undefined
  /** Requests of which no part has arrived: a task that the server is slow about holds no further ones. */
  let unanswered = 0
  let pausedUntil = 0
  const observers: RetrieveBatches['observers'] = new Set()
  const since = Date.now()

  function sendWaiting(): void {
    while (waiting.calls.size > 0 && unanswered < MAX_REQUESTS) void sendGroup(takeGroup())
  }

  /** Takes as many of the waiting calls as fit into one request, in their order. */
  function takeGroup(): Group {
    const group = createGroup()
    let length = 0
    for (const call of waiting.calls) {
      length += encodeURIComponent(call.id).length + 1
      if (group.calls.size === maxSize || (group.calls.size > 0 && length > MAX_IDS_LENGTH)) break
      waiting.calls.delete(call)
      group.calls.add(call)
      call.group = group
    }
    return group
  }

  async function sendGroup(group: Group): Promise<void> {
    let hasPart = false
    unanswered += 1
    const release = () => {
      unanswered -= 1
      if (timer === undefined) sendWaiting()
    }
    const onPart = () => {
      if (!hasPart) release()
      hasPart = true
    }
    observers.forEach((observer) => observer(group.calls))
    const failure = group.calls.size > 1 ? await requestGroup(context, group, onPart) : undefined

    if (isEveryTasks(failure)) {
      for (const call of group.calls) call.settle(Promise.reject(failure))
    } else {
      // None are left where all have been aborted.
      if (failure && !hasPart && group.calls.size > 0) pausedUntil = Date.now() + PAUSE_MS
      await retrieveEachAlone(group)
    }
    if (!hasPart) release()
  }

  return {
    get size() {
      return Date.now() < pausedUntil ? 1 : maxSize
    },
    align(next, state) {
      const { delay, reason } = next
      if (delay === false || reason === 'interval') return next
      const at = Math.max(state.dataUpdatedAt ?? 0, state.errorUpdatedAt ?? 0) + delay
      const early = (at - since) % BEAT_MS
      return { reason, delay: delay - early + (state.error || reason === 'asked' ? BEAT_MS : 0) }
    },
    observers,
    retrieve(call) {
      if (Date.now() < pausedUntil) return call.retrieveAlone()
      return new Promise((resolve, reject) => {
        const { signal } = call
        const leave = () => {
          const { calls, controller } = pending.group
          calls.delete(pending)
          if (calls.size === 0) controller.abort()
          reject(signal?.reason)
        }
        const pending: Pending = {
          ...call,
          group: waiting,
          settle(answer) {
            signal?.removeEventListener('abort', leave)
            pending.group.calls.delete(pending)
            resolve(answer)
          },
        }
        if (signal?.aborted) return leave()
        signal?.addEventListener('abort', leave)
        waiting.calls.add(pending)
        if (waiting.calls.size >= maxSize) sendWaiting()
        timer ??= setTimeout(() => {
          timer = undefined
          sendWaiting()
        }, COLLECT_MS)
      })
    },
  }
}

/**
 * Asks for all tasks of a group with one request, and settles each call as soon as its part of the answer is there.
 *
 * @returns why calls are left, if any are
 */
async function requestGroup(context: BatchContext, group: Group, onPart: () => void): Promise<unknown> {
  const { videosUrl, send, read, parseJson, timeout } = context
  const { calls, controller } = group
  const url = videosUrl(`ids=${Array.from(calls, ({ id }) => encodeURIComponent(id)).join()}`)
  const request = { action: 'retrieve', url, cache: 'no-store', redirect: 'manual' } as const
  try {
    await send({ ...request, signal: controller.signal, timeout }, async (response) => {
      // Throws what the answer says.
      if (!response.ok) await read(response, url, () => undefined)
      const date = response.headers.get('date')
      await readParts(response, parseJson, (part) => {
        onPart()
        for (const call of calls) if (call.id === part.id) call.settle(readPart(context, call, part, date))
      })
    })
    return new Error('The answer has no part about them.')
  } catch (error) {
    return error
  }
}

/** Asks for each task that is left with a request of its own, some at a time. */
async function retrieveEachAlone({ calls }: Group): Promise<void> {
  const left = calls.values()
  const takeTurns = async () => {
    for (const call of left) {
      const answer = call.retrieveAlone()
      call.settle(answer)
      await answer.catch(() => undefined)
    }
  }
  await Promise.all(Array.from({ length: MAX_REQUESTS }, takeTurns))
}

/** Whether a failure is that of each task: no answer in time, or a wait that the server asks of the key. */
const isEveryTasks = (failure: unknown): failure is Error =>
  failure instanceof Error &&
  (('code' in failure && failure.code === 'timeout') ||
    ('status' in failure && (failure.status === 429 || failure.status === 503)))

async function readPart(
  { read }: BatchContext,
  { url, parse }: Pending,
  { status, headers, body }: Part,
  date: string | null,
): Promise<VideoTask> {
  // Dates in headers are read against the server's clock.
  const named = new Headers(date === null ? headers : { date, ...headers })
  if (status < 300) return parse(body, status, named)
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return read(new Response(text, { status, headers: named }), url, parse)
}
