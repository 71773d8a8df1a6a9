import * as z from 'zod/mini'
import { isRecord, parseJson } from '../../core/wire/fieldValues.js'
import { getText, putText, type VideoArchiveStore } from './archiveStore.js'
import { keyOf } from './keptFilms.js'

/** A film to be kept. It is stored until the film is, so that the next process takes it up after a crash. */
export interface FilmJob {
  /** Of the film. */
  id: string
  /** The API's id of the task. */
  taskId: string
  publicId: string
  /** The API and the account, as a digest. */
  api: string
  /** The owner's id. */
  userId: string | undefined
  /** The finished task as its viewers saw it, as JSON text. */
  task: string
  /** The picture that the task names. */
  stillUrl?: string | undefined
}

const jobSchema = z.object({
  taskId: z.string(),
  publicId: z.string(),
  api: z.string(),
  userId: z.optional(z.string()),
  task: z.string(),
  stillUrl: z.optional(z.string()),
})

export async function storeJob(store: VideoArchiveStore, { id, ...job }: FilmJob): Promise<void> {
  await putText(store, keyOf('jobs', id), JSON.stringify(job))
}

export async function readJob(store: VideoArchiveStore, id: string): Promise<FilmJob | undefined> {
  const { success, data } = z.safeParse(jobSchema, parseJson((await getText(store, keyOf('jobs', id))) ?? ''))
  return success ? { id, ...data, userId: data.userId } : undefined
}

/** Runs jobs some at a time, and those that fail again, each time after a longer wait. */
export interface JobQueue {
  /** Adds a job, unless it is known to this process. */
  add(id: string): void
  /** Removes a job that is over, and what waits for it. */
  drop(id: string): void
}

/**
 * Creates the queue of one process.
 *
 * @param run makes one attempt; a throw is tried again, and a job that is left to another instance may be added again
 * @param onFailure called with each failure, and whether it was the last attempt
 */
export function createJobQueue(
  run: (id: string) => Promise<void>,
  onFailure: (id: string, error: unknown, isLast: boolean) => void,
): JobQueue {
  const attempts = new Map<string, number>()
  const timers = new Map<string, ReturnType<typeof setTimeout>>()
  const waiting: string[] = []
  let running = 0

  function next(): void {
    if (running >= MAX_RUNNING) return
    const id = waiting.shift()
    if (id === undefined) return
    running += 1
    void attempt(id).finally(() => {
      running -= 1
      next()
    })
    next()
  }

  async function attempt(id: string): Promise<void> {
    try {
      await run(id)
      attempts.delete(id)
    } catch (error) {
      const count = (attempts.get(id) ?? 0) + 1
      const isLast = count >= MAX_ATTEMPTS
      onFailure(id, error, isLast)
      // Dropped while it ran.
      if (!attempts.has(id)) return
      if (isLast) return void attempts.delete(id)
      attempts.set(id, count)
      const timer = setTimeout(() => push(id), retryDelay(count))
      // Nothing waits for it, so it does not keep a process running.
      if (typeof timer === 'object') timer.unref()
      timers.set(id, timer)
    }
  }

  function push(id: string): void {
    timers.delete(id)
    waiting.push(id)
    next()
  }

  return {
    add(id) {
      if (attempts.has(id)) return
      attempts.set(id, 0)
      push(id)
    },
    drop(id) {
      attempts.delete(id)
      clearTimeout(timers.get(id))
      timers.delete(id)
      const at = waiting.indexOf(id)
      if (at >= 0) waiting.splice(at, 1)
    },
  }
}

/** Films that one process copies at a time. Each takes one download and one upload. */
const MAX_RUNNING = 2

/** 1 s, 4 s, 16 s, 64 s and 256 s after the first failures, then every 10 minutes. */
const retryDelay = (count: number) => Math.min(1_000 * 4 ** (count - 1), 600_000)

/** Attempts of one process, which take about a day. */
const MAX_ATTEMPTS = 150

/** A film that one instance copies. It has to be renewed, so that the film of a crashed instance is taken up. */
export interface FilmClaim {
  /** Whether no other instance has taken it. */
  isHeld(): Promise<boolean>
  release(): Promise<void>
}

/**
 * Claims a film for an instance; `undefined` where another one copies it.
 *
 * @param token of the instance, which copies a film once at a time: a claim that it could not release is its own
 */
export async function claimFilm(
  store: VideoArchiveStore,
  id: string,
  token: string,
): Promise<FilmClaim | undefined> {
  const key = keyOf('claims', id)
  const read = async () => parseJson((await getText(store, key)) ?? '')
  const write = (onlyIfAbsent: boolean) =>
    putText(store, key, JSON.stringify({ token, until: Date.now() + CLAIM_TTL }), { onlyIfAbsent })
  const isOwn = (claim: unknown) => isRecord(claim) && claim['token'] === token
  const isHeld = async () => isOwn(await read())

  const current = await read()
  if (isValid(current) && !isOwn(current)) return undefined
  // Another instance may do the same at this moment. Of two, the store or the last write decides.
  await store.delete(key)
  if (!(await write(true)) || !(await isHeld())) return undefined

  const timer = setInterval(() => {
    void isHeld()
      .then((held) => held && write(false))
      .catch(() => undefined)
  }, CLAIM_TTL / 4)
  if (typeof timer === 'object') timer.unref()
  return {
    isHeld,
    async release() {
      clearInterval(timer)
      if (await isHeld().catch(() => false)) await store.delete(key).catch(() => undefined)
    },
  }
}

/** How long a claim that is not renewed holds, in ms. */
const CLAIM_TTL = 60_000

/** A claim that ends later than any claim could was made while a clock was wrong, and would hold for that long. */
function isValid(claim: unknown): boolean {
  const until = isRecord(claim) ? Number(claim['until']) : NaN
  const left = until - Date.now()
  return left > 0 && left <= 2 * CLAIM_TTL
}
