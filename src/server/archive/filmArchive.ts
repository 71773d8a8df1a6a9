import { raceTimeout } from '../../core/abort.js'
import { thumbnailUrl } from '../../core/wire/thumbnailUrl.js'
import type { TaskIds } from '../access/ownership.js'
import type { VideoProxyUser } from '../calls.js'
import { type ErrorReport, redactError } from '../proxyError.js'
import type { TaskRecords } from '../records/taskRecords.js'
import type { PublicTaskSettings } from '../retrieve/publicTask.js'
import { type CachedResponse, showsTask } from '../retrieve/taskCache.js'
import { createExpiringMap } from '../stores.js'
import type { ApiDigests, RequestKey } from '../upstream/apiKey.js'
import type { FollowedResponse } from '../upstream/redirects.js'
import type { VideosApi } from '../upstream/videosApi.js'
import { createJobQueue, readJob, storeJob } from './archiveJobs.js'
import type { VideoProxyArchive } from './archiveOptions.js'
import { completedTaskOf, createKeptFilms, filmIdOf, keptTaskOf, keyOf } from './keptFilms.js'
import { createFilmKeeper } from './keepFilm.js'
import { checkRefusal, type FoundFilm, isFound, openKeptFilm, showKeptTask } from './keptAnswers.js'
import { keepSentStill, openStill, type SentStill } from './stills.js'
import { createRetention } from './retention.js'
import type { Bytes } from '../../core/content/bytes.js'

/** The films that the proxy keeps. While the store is down, all answers are as without it. */
export interface FilmArchive {
  /** An answer about a task was read. Where it shows a finished film, the film is copied in the background. Never rejects. */
  learn(answer: { status: number; body: string }, owner: FilmOwner): Promise<void>
  /**
   * The answer about a task, from the API; that of a kept film from the archive, also where the API fails.
   *
   * @throws {ProxyError} 503 `archive_unavailable`, and what `load` throws
   */
  show(ids: TaskIds, apis: ApiDigests, load: () => Promise<CachedResponse>): Promise<CachedResponse>
  /** The answer about the task of a kept film; `undefined` where the film is not kept. */
  showKept(ids: TaskIds, apis: ApiDigests): Promise<CachedResponse | undefined>
  /**
   * A kept film or its `thumbnail`, as an API's content route would answer the request; `unknown` where the store failed or was
   * slow.
   */
  open(
    taskId: string,
    apis: ApiDigests,
    request: Request,
    variant: string | undefined,
  ): Promise<FollowedResponse | 'unknown' | undefined>
  /**
   * Keeps a picture of a film that has none.
   *
   * @param read gets the picture, once it is known to be wanted
   * @throws where the store fails or is slow, and what `read` throws
   */
  keepStill(taskId: string, apis: ApiDigests, read: () => Promise<Bytes>): Promise<SentStill>
  /** Deletes the film of a task, also one that is being copied. */
  delete(taskId: string, apis: ApiDigests): Promise<void>
}

interface FilmOwner {
  ids: TaskIds
  /** `undefined` where no owner was checked. */
  user: VideoProxyUser | undefined
}

export interface FilmArchiveOptions extends VideoProxyArchive {
  api: VideosApi
  openKey: () => RequestKey
  publicTask: PublicTaskSettings
  /** They know the owner of a task whose end another caller reads. */
  records: Pick<TaskRecords, 'findOwner'> | undefined
  /** The longest time without a byte, in ms. */
  timeout: number
  /** Called when a film can be seen: the answers about its task are others now. */
  onKept: (ids: TaskIds) => Promise<void>
  report: ErrorReport
}

/**
 * Creates what keeps finished films: each is claimed, copied, checked and only then made visible, and what fails or crashes
 * in between is tried again.
 */
export function createFilmArchive(options: FilmArchiveOptions): FilmArchive {
  const { store, openKey, publicTask, publicUrl, records, report } = options
  const films = createKeptFilms(store)
  const retention = createRetention(store, films, options.retention)
  const keeper = { ...options, films, planEnd: retention.plan, reportFailure }
  const queue = createJobQueue(createFilmKeeper(keeper), onFailure)
  /** Films that this process has a job for, or that need none. */
  const seen = createExpiringMap<true>(MAX_SEEN)
  let isStarted = false

  /** Takes up what other processes left, now and again. Not before the first request: workers allow no timers until then. */
  function start(): void {
    if (isStarted) return
    isStarted = true
    const sweep = async () => {
      for (const key of await store.list('jobs')) queue.add(key.slice(key.lastIndexOf('/') + 1))
      await retention.sweep()
    }
    const sweepSafely = () => void sweep().catch((error) => reportFailure(error, 'archive_unavailable'))
    sweepSafely()
    const timer = setInterval(sweepSafely, SWEEP_INTERVAL)
    if (typeof timer === 'object') timer.unref()
  }

  function reportFailure(error: unknown, code: string, taskId?: string): void {
    const { redact } = openKey()
    report(redactError(error, redact), {
      action: 'content',
      status: 200,
      code,
      ...(taskId !== undefined && { taskId }),
    })
  }

  function onFailure(id: string, error: unknown, isLast: boolean): void {
    const code = isLast ? 'archive_gave_up' : 'archive_failed'
    void readJob(store, id)
      .catch(() => undefined)
      .then(async (job) => {
        reportFailure(error, code, job?.publicId)
        if (isLast) await store.delete(keyOf('jobs', id))
      })
      .catch(() => undefined)
  }

  /** The film of a task under any of the proxy's keys; `unknown` where the store failed or was slow. */
  async function find(taskId: string, apis: ApiDigests): Promise<FoundFilm | 'unknown' | undefined> {
    start()
    const search = async () => {
      for (const one of apis) {
        const id = await filmIdOf(one, taskId)
        const film = await films.find(id)
        if (film !== undefined && film !== 'deleted') return { id, film }
      }
      return undefined
    }
    try {
      return await inTime(search())
    } catch (error) {
      reportFailure(error, 'archive_unavailable')
      return 'unknown'
    }
  }

  async function showKept(ids: TaskIds, apis: ApiDigests): Promise<CachedResponse | undefined> {
    const kept = await find(ids.taskId, apis)
    return isFound(kept) ? showKeptTask(kept, ids, publicTask, publicUrl) : undefined
  }

  return {
    showKept,
    async learn({ status, body }, { ids, user }) {
      start()
      if (!showsTask(status) || !MAY_BE_COMPLETED.test(body)) return
      const { taskId, publicId, api: ofApi } = ids
      const id = await filmIdOf(ofApi, taskId)
      if (seen.get(id) || completedTaskOf(body, publicId) === undefined) return
      seen.set(id, true, Infinity)
      const add = async () => {
        if ((await films.find(id)) !== undefined) return
        const task = keptTaskOf(body)
        const stillUrl = thumbnailUrl(completedTaskOf(body, publicId))
        const owner = user ?? (await records?.findOwner(publicId))
        await storeJob(store, { id, taskId, publicId, api: ofApi, userId: owner?.id, task, stillUrl })
        queue.add(id)
      }
      try {
        // The job is stored before the answer is given: a crash right after it loses nothing.
        await inTime(add())
      } catch (error) {
        // The next read of the task tries again.
        seen.delete(id)
        reportFailure(error, 'archive_unavailable', publicId)
      }
    },
    async show(ids, apis, load) {
      const show = () => showKept(ids, apis)
      // A kept film needs no API any more. Of others the store is asked only where they have ended: a poll costs nothing there.
      if (films.known(await filmIdOf(ids.api, ids.taskId))) {
        const kept = await show()
        if (kept) return kept
      }
      let answer: CachedResponse
      try {
        answer = await load()
      } catch (error) {
        const kept = await show()
        if (kept) return kept
        throw error
      }
      if (answer.status < 400 && !MAY_BE_COMPLETED.test(answer.body)) return answer
      const kept = await find(ids.taskId, apis)
      if (kept === 'unknown') checkRefusal(answer)
      return isFound(kept) ? showKeptTask(kept, ids, publicTask, publicUrl) : answer
    },
    async open(taskId, apis, request, variant) {
      const kept = variant === 'spritesheet' ? undefined : await find(taskId, apis)
      if (!isFound(kept)) return kept
      const opening = (variant === undefined ? openKeptFilm : openStill)(store, kept, request)
      try {
        return await inTime(opening)
      } catch (error) {
        // One that is opened too late is closed again.
        void opening.then((late) => late?.response.body?.cancel()).catch(() => undefined)
        reportFailure(error, 'archive_unavailable')
        return 'unknown'
      }
    },
    async keepStill(taskId, apis, read) {
      for (const one of apis) {
        const outcome = await keepSentStill({ store, films, inTime }, await filmIdOf(one, taskId), read)
        if (outcome !== 'none') return outcome
      }
      return 'none'
    },
    async delete(taskId, apis) {
      for (const one of apis) {
        const id = await filmIdOf(one, taskId)
        queue.drop(id)
        seen.set(id, true, Infinity)
        await films.delete(id)
      }
    },
  }
}

/** Films that this process remembers to have seen. */
const MAX_SEEN = 10_000

/** How often a process looks for jobs that others have left, in ms. */
const SWEEP_INTERVAL = 60_000

/** How long an answer waits for the store, in ms. */
const STORE_TIMEOUT = 5_000

const inTime = <T>(work: Promise<T>) =>
  raceTimeout(work, {
    timeout: STORE_TIMEOUT,
    onTimeout: () => new Error(`The archive's store did not answer within ${STORE_TIMEOUT / 1000} s.`),
  })

/** Whether an answer can be about a finished task: cheaper than to parse each. */
const MAY_BE_COMPLETED = /"status":"completed"/
