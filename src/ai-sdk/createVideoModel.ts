import { createParams } from './createParams.js'
import { finishTask, type TaskOutcome } from './finishTask.js'
import { VideoGenerationError } from './VideoGenerationError.js'
import type {
  VideoModelCallOptions,
  VideoModelMetadata,
  VideoModelV3,
  VideoModelWarning,
} from './VideoModel.js'
import type { CreateVideoParams, VideoClient } from '../core/client/VideoClient.js'
import { toVideoTaskError } from '../core/errors/VideoTaskError.js'
import type { PollVideoTaskOnceOptions } from '../core/polling/pollVideoTaskOnce.js'
import { createRequestQueue } from '../core/polling/requestQueue.js'
import type { VideoTask } from '../core/task/videoTask.js'
import { assertTaskId } from '../core/wire/taskId.js'

/** Options of `createVideoModel`. */
export interface VideoModelOptions extends Pick<PollVideoTaskOnceOptions, 'pollDeadline' | 'durations'> {
  /** The name under which `providerOptions` and `providerMetadata` hold what is the model's own. @default 'react-video-task' */
  provider?: string | undefined
  /**
   * Called with each task as soon as it is created, and awaited. An app that keeps the id here can have the video after a
   * restart: `providerOptions: { 'react-video-task': { taskId } }` creates nothing and goes on with that task.
   */
  onCreated?: ((task: VideoTask) => void | Promise<void>) | undefined
  /**
   * Changes the parameters of a create, for a gateway with other names.
   * @default those of the documented contract, with the app's `providerOptions`
   */
  params?: ((params: CreateVideoParams, settings: VideoModelCallOptions) => CreateVideoParams) | undefined
}

/**
 * Creates a video model of the AI SDK from a client: `experimental_generateVideo` then works with any gateway that the client
 * reaches. Polling follows the policy of the page: adaptive intervals, backoff, `Retry-After` for the whole key. The video is
 * downloaded through the client, with its key. A create is sent once, whatever fails, and the id of its task is in
 * `providerMetadata` or in the `VideoGenerationError` that is thrown.
 *
 * @param modelId such as `wan2.6`
 * @example
 * ```ts
 * import { experimental_generateVideo as generateVideo } from 'ai'
 * import { createVideoModel } from 'react-video-task/ai-sdk'
 * import { createVideoClient } from 'react-video-task/client'
 *
 * const client = createVideoClient({ baseURL: 'https://api.cometapi.com/v1', apiKey: process.env.COMETAPI_KEY ?? '' })
 * const { video } = await generateVideo({
 *   model: createVideoModel(client, 'wan2.6'),
 *   prompt: 'A fox in the snow',
 *   aspectRatio: '16:9',
 *   duration: 5,
 * })
 * console.log(video.mediaType, video.uint8Array.length)
 * ```
 */
export function createVideoModel(
  client: VideoClient,
  modelId: string,
  { provider = 'react-video-task', onCreated, params: change, ...polling }: VideoModelOptions = {},
): VideoModelV3 {
  const finishing = { ...polling, modelId, onCreated, queue: createRequestQueue(true) }
  return {
    specificationVersion: 'v3',
    provider,
    modelId,
    maxVideosPerCall: MAX_VIDEOS_PER_CALL,
    doGenerate: async (settings) => {
      const { abortSignal: signal = new AbortController().signal } = settings
      const { taskId, ...own } = settings.providerOptions[provider] ?? {}
      const timestamp = new Date()
      const { params, warnings } = createParams(modelId, settings, own)
      signal.throwIfAborted()
      const tasks =
        taskId !== undefined && taskId !== null
          ? [knownId(taskId)]
          : await createTasks(client, change?.(params, settings) ?? params, { ...settings, signal, warnings })
      const outcomes = await Promise.all(
        // A signal for each: Node warns of more than ten listeners on one.
        tasks.map((task) => finishTask(client, task, { ...finishing, signal: AbortSignal.any([signal]) })),
      )
      return {
        videos: videosOf(outcomes, signal, warnings),
        warnings,
        providerMetadata: { [provider]: { videos: outcomes.map(metadataOf) } },
        response: { timestamp, modelId: outcomes[0]?.task?.model ?? modelId, headers: undefined },
      }
    },
  }
}

/**
 * The most videos of one call, more than anyone asks for: where the SDK makes several calls, one that fails loses the ids of all
 * others.
 */
const MAX_VIDEOS_PER_CALL = 1_000

/** The id of a task that exists; what is none must not be taken for a create, which is billed. */
function knownId(taskId: unknown): string {
  assertTaskId(taskId)
  return taskId
}

/**
 * Creates tasks, one after the other. A create is not aborted: its id would be lost, and the video is billed. Where a later
 * create fails, the call goes on with the tasks that it has.
 *
 * @throws what the first create rejects with
 */
async function createTasks(
  client: VideoClient,
  params: CreateVideoParams,
  { n, signal, warnings }: { n: number; signal: AbortSignal; warnings: VideoModelWarning[] },
): Promise<VideoTask[]> {
  const tasks: VideoTask[] = []
  while (tasks.length < n && !signal.aborted) {
    try {
      tasks.push(await client.create(params))
    } catch (error) {
      if (tasks.length === 0) throw error
      const message = `Only ${tasks.length} of ${n} videos were created: ${toVideoTaskError(error).message}`
      warnings.push({ type: 'other', message })
      break
    }
  }
  return tasks
}

/**
 * The videos that were made. One of several that was not is a warning, because an error would lose the others.
 *
 * @throws {VideoGenerationError} where there is none, or the call was aborted
 */
function videosOf(outcomes: readonly TaskOutcome[], signal: AbortSignal, warnings: VideoModelWarning[]) {
  const ids = outcomes.map(({ id }) => id)
  const failed = outcomes.filter(({ error }) => error !== undefined)
  if (failed.length > 0 && signal.aborted) throw new VideoGenerationError(ids, signal.reason, true)
  if (failed.length === outcomes.length) throw new VideoGenerationError(ids, failed[0]?.error, false)
  for (const { id, error } of failed)
    warnings.push({ type: 'other', message: `Task ${id} has no video: ${toVideoTaskError(error).message}` })
  return outcomes.flatMap(({ video }) => video ?? [])
}

function metadataOf({ id, task }: TaskOutcome): VideoModelMetadata {
  const videoUrl = task?.status === 'completed' ? task.video_url : undefined
  return {
    taskId: id,
    status: task?.status ?? null,
    videoUrl: videoUrl ?? null,
    seconds: task?.seconds ?? null,
    size: task?.size ?? null,
  }
}
