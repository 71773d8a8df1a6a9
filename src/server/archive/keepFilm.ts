import type { TaskIds } from '../access/ownership.js'
import { withRedactedErrors } from '../proxyError.js'
import type { RequestKey } from '../upstream/apiKey.js'
import type { VideosApi } from '../upstream/videosApi.js'
import type { VideoProxyArchive } from './archiveOptions.js'
import { claimFilm, type FilmJob, readJob } from './archiveJobs.js'
import { copyFilm } from './copyFilm.js'
import { completedTaskOf, type KeptFilm, type KeptFilms, keptTaskOf, keyOf } from './keptFilms.js'
import { copyStill } from './stills.js'

/** What the copies of an archive need. */
interface FilmKeeperOptions extends Pick<VideoProxyArchive, 'store' | 'keep' | 'maxBytes'> {
  api: VideosApi
  openKey: () => RequestKey
  films: KeptFilms
  /** The longest time without a byte, in ms. */
  timeout: number
  /** Called when a film can be seen. */
  onKept: (ids: TaskIds) => Promise<void>
  /** Notes when a film is to be deleted. */
  planEnd: (id: string) => Promise<void>
  reportFailure: (error: unknown, code: string, taskId?: string) => void
}

/** Creates the function that makes one attempt to keep a film: it is claimed, copied with its picture, and made visible. */
export function createFilmKeeper(options: FilmKeeperOptions): (id: string) => Promise<void> {
  const { store, keep, maxBytes, api, openKey, timeout, onKept, films, planEnd, reportFailure } = options
  /** Of this instance. Not drawn before the first use: workers have no random numbers while a module loads. */
  let token: string | undefined

  async function keepFilm(id: string): Promise<void> {
    const job = await readJob(store, id)
    const key = await openKey().read()
    // Jobs of other APIs are left to the proxies of those.
    if (!job || !key.apis.includes(job.api)) return
    const claim = await claimFilm(store, id, (token ??= crypto.randomUUID()))
    if (!claim) return
    try {
      const isWanted = (await films.find(id)) === undefined && (await isKept(job))
      if (isWanted) {
        const target = keyOf('films', id)
        const copied = await withRedactedErrors(key.redact, () =>
          copyFilm({ api, key, taskId: job.taskId, store, target, timeout, maxBytes }),
        )
        // Another instance may have taken the film over, if this one stood still for longer than a claim holds.
        if (!(await claim.isHeld())) return
        const copy = { api, key, taskId: job.taskId, ...stillOf(job), store, timeout }
        // A film without its picture is kept as well.
        const still = await withRedactedErrors(key.redact, () =>
          copyStill({ ...copy, target: keyOf('stills', id) }),
        ).catch((error: unknown) => reportFailure(error, 'still_not_kept', job.publicId))
        await commit(job, { ...copied, still: still ?? undefined })
      }
      await store.delete(keyOf('jobs', id))
    } finally {
      await claim.release()
    }
  }

  /** Makes a copied film visible, unless the app or a user has deleted it while it was copied. */
  async function commit(job: FilmJob, copied: Pick<KeptFilm, 'type' | 'size' | 'still'>): Promise<void> {
    const { id } = job
    const isDeleted = async () => (await films.find(id)) === 'deleted' || !(await readJob(store, id))
    if ((await isDeleted()) || !(await isKept(job))) {
      await store.delete(keyOf('stills', id))
      return void (await store.delete(keyOf('films', id)))
    }
    await planEnd(id)
    await films.add(id, { ...copied, time: Date.now(), task: keptTaskOf(job.task) })
    // A deletion at this very moment has removed the job.
    if (await isDeleted()) return films.delete(id)
    await onKept(job)
  }

  async function isKept({ task: text, publicId, userId }: FilmJob): Promise<boolean> {
    if (!keep) return true
    const task = completedTaskOf(text, publicId)
    return (
      task !== undefined &&
      (await keep({ task, user: userId === undefined ? undefined : { id: userId } })) === true
    )
  }

  return keepFilm
}

const stillOf = ({ task, publicId, stillUrl }: FilmJob) => ({
  model: completedTaskOf(task, publicId)?.model,
  url: stillUrl,
})
