import type { VideoModelVideo } from './VideoModel.js'
import { abortablePromise } from '../core/abort.js'
import type { VideoClient } from '../core/client/VideoClient.js'
import { videoDataOf } from '../core/content/playableUrls.js'
import { readVideoContent } from '../core/content/videoContent.js'
import { decodeVideoData } from '../core/content/videoData.js'
import { VideoTaskError } from '../core/errors/VideoTaskError.js'
import { findVideoModel } from '../core/models/videoModels.js'
import { nextPoll } from '../core/polling/nextPoll.js'
import {
  type PolledVideoTask,
  pollWith,
  type PollVideoTaskOnceOptions,
} from '../core/polling/pollVideoTaskOnce.js'
import type { createRequestQueue } from '../core/polling/requestQueue.js'
import { observeVideoTask } from '../core/task/observeVideoTask.js'
import type { CompletedVideoTask, VideoTask } from '../core/task/videoTask.js'

/** How a task is finished. */
interface FinishOptions extends Omit<PollVideoTaskOnceOptions, 'signal'> {
  modelId: string
  signal: AbortSignal
  /** Holds the polls of all calls where the API asks the key to wait. */
  queue: ReturnType<typeof createRequestQueue>
  onCreated?: ((task: VideoTask) => void | Promise<void>) | undefined
}

/** What became of a task: its video, or the error. */
export interface TaskOutcome {
  id: string
  /** As it was last known. */
  task?: VideoTask | undefined
  video?: VideoModelVideo
  error?: unknown
}

/** Polls a task until it ends, and downloads its video. Never rejects, so that the id is with every error. */
export async function finishTask(
  client: VideoClient,
  known: VideoTask | string,
  options: FinishOptions,
): Promise<TaskOutcome> {
  const outcome: TaskOutcome = typeof known === 'string' ? { id: known } : { id: known.id, task: known }
  try {
    if (outcome.task) await options.onCreated?.(outcome.task)
    const task = await pollToEnd(client, outcome, options)
    const film = await readFilm(client, outcome.id, task, options)
    const data = new Uint8Array(await film.arrayBuffer())
    outcome.video = { type: 'binary', data, mediaType: film.type || 'video/mp4' }
  } catch (error) {
    outcome.error = error
  }
  return outcome
}

/** @throws the reason why the task has no video */
async function pollToEnd(
  client: VideoClient,
  outcome: TaskOutcome,
  { signal, queue, ...settings }: FinishOptions,
): Promise<CompletedVideoTask> {
  const { id, task: created } = outcome
  const now = Date.now()
  const first = created && observeVideoTask(undefined, created, { now })
  let known: PolledVideoTask = first ? { id, task: first, polledAt: now } : id
  let delay = first ? nextPoll({ data: first, error: null, dataUpdatedAt: now }, {}, { id }).delay : 0
  for (;;) {
    if (delay !== false) await sleep(delay, signal)
    const send = (retrieve: () => Promise<VideoTask>) => queue.run(retrieve, { client, signal })
    const { poll, error } = await pollWith(send, client, known, { ...settings, signal })
    outcome.task = poll.task
    if (poll.task?.status === 'completed') return poll.task
    if (poll.delay === false) throw error ?? endOf(poll.task)
    known = poll
    delay = poll.delay
  }
}

async function sleep(delay: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  await abortablePromise(signal, (end) => {
    const timer = setTimeout(end, delay)
    return () => clearTimeout(timer)
  })
}

/** The error of a task that has ended without a video, or has not changed for too long. */
function endOf(task: VideoTask | undefined): VideoTaskError {
  if (task?.status === 'failed' || task?.status === 'error') {
    const { message = 'The video could not be made.', code } = task.error ?? {}
    return new VideoTaskError(message, { code: code === undefined ? 'task_failed' : String(code) })
  }
  const message = `It is still ${task?.status}, and has not changed for too long.`
  return new VideoTaskError(message, { code: 'stalled', retryable: true })
}

/** Reads the film where the task has it: in itself, at the content route, or at its temporary URL, which needs no key. */
async function readFilm(
  client: VideoClient,
  id: string,
  task: CompletedVideoTask,
  { modelId, signal }: FinishOptions,
): Promise<Blob> {
  const own = decodeVideoData(videoDataOf(task) ?? '')
  if (own) return own
  const { video_url: url } = task
  const fromRoute = () => readVideoContent(client, id, { signal })
  if (url === undefined) return fromRoute()
  const fromUrl = () =>
    readVideoContent({ ...client, contentUrl: () => url, fetchContent: undefined }, id, { signal })
  const [read, retry] =
    findVideoModel(modelId)?.hasContent === false ? [fromUrl, fromRoute] : [fromRoute, fromUrl]
  return read().catch((error: unknown) =>
    retry().catch(() => {
      throw error
    }),
  )
}
