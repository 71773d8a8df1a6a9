import type { CreateVideoParams, VideoClient } from '../core/client/VideoClient.js'
import {
  isVideoTaskError,
  toVideoTaskError,
  VideoApiError,
  VideoTaskError,
} from '../core/errors/VideoTaskError.js'
import type { VideoTask } from '../core/task/videoTask.js'
import { dropAbsent } from '../core/wire/fieldValues.js'

/** Settings of a create as `experimental_generateVideo` takes them. */
export interface GenerateVideoSettings {
  prompt: string | { image: VideoModelImage; text?: string }
  inputReferences?: VideoModelImage[]
  resolution?: `${number}x${number}`
  /** Seconds. */
  duration?: number
  seed?: number
  /** Aborts when the task is deleted. */
  abortSignal: AbortSignal
  /** 0, because a create is billed: the SDK would repeat it twice. */
  maxRetries: number
}

/** An image: its bytes, or its URL, also a `data:` URL. */
export type VideoModelImage = Uint8Array | string

/** Makes one video, as `experimental_generateVideo` does. It gets the settings of a create, and all of its parameters. */
export type VideoModelGenerator = (
  settings: GenerateVideoSettings,
  params: CreateVideoParams,
) => Promise<{ video: { uint8Array: Uint8Array; mediaType: string } }>

/** Options of `createVideoModelClient`. */
export interface VideoModelClientOptions {
  /** Ended tasks that are kept with their videos, in memory; the oldest ones go first. @default 20 */
  maxEndedTasks?: number | undefined
}

/**
 * Creates a client from the AI SDK's `experimental_generateVideo`: hooks, components and `watchVideoTasks` then work with any
 * of its models. A task lives in the memory of the process that created it, and so does its video. Its progress is not known.
 *
 * @example
 * ```ts
 * import { experimental_generateVideo as generateVideo } from 'ai'
 * import { createVideoModelClient } from 'react-video-task/ai-sdk'
 *
 * export const client = createVideoModelClient((settings, { model = 'google/veo-3.1' }) =>
 *   generateVideo({ model, ...settings }),
 * )
 * ```
 */
export function createVideoModelClient(
  generate: VideoModelGenerator,
  { maxEndedTasks = 20 }: VideoModelClientOptions = {},
): Required<Pick<VideoClient, 'create' | 'retrieve' | 'delete' | 'contentUrl' | 'fetchContent'>> {
  const entries = new Map<string, Entry>()

  function find(id: string): Entry {
    const entry = entries.get(id)
    if (entry) return entry
    const message = `This process has no task '${id}'.`
    throw new VideoApiError({ status: 404, code: 'task_not_exist', message })
  }

  function videoOf(id: string): Blob {
    const { video } = find(id)
    if (video) return video
    throw new VideoApiError({ status: 404, code: 'no_content', message: `Task '${id}' has no video.` })
  }

  function remove(id: string): void {
    const { controller, url } = find(id)
    entries.delete(id)
    controller.abort()
    if (url) URL.revokeObjectURL(url)
  }

  async function run(entry: Entry, params: CreateVideoParams): Promise<void> {
    entry.task = await generateTask(entry, params).catch((error: unknown) => failedTask(entry.task, error))
    const ended = [...entries].filter(([, { task }]) => task.status !== 'in_progress')
    for (const [id] of ended.slice(0, Math.max(0, ended.length - maxEndedTasks))) remove(id)
  }

  async function generateTask(entry: Entry, params: CreateVideoParams): Promise<VideoTask> {
    const { video } = await generate(await settingsOf(params, entry.controller.signal), params)
    entry.video = new Blob([new Uint8Array(video.uint8Array)], { type: video.mediaType })
    return { ...entry.task, status: 'completed', progress: 100, completed_at: nowInSeconds() }
  }

  return {
    create: async (params, { signal } = {}) => {
      signal?.throwIfAborted()
      const { model, prompt, seconds, size } = params
      const id = `video_${crypto.randomUUID()}`
      const task: VideoTask = dropAbsent({
        id,
        object: 'video',
        status: 'in_progress',
        progress: 0,
        created_at: nowInSeconds(),
        model,
        prompt,
        size,
        seconds: seconds === undefined ? undefined : String(seconds),
      })
      const entry: Entry = { task, controller: new AbortController() }
      entries.set(id, entry)
      void run(entry, params)
      return task
    },
    retrieve: async (id) => find(id).task,
    delete: async (id) => {
      remove(id)
      return { id, deleted: true }
    },
    contentUrl: (id) => (find(id).url ??= URL.createObjectURL(videoOf(id))),
    fetchContent: async (id) => {
      const video = videoOf(id)
      return new Response(video, { headers: { 'content-length': String(video.size) } })
    },
  }
}

interface Entry {
  task: VideoTask
  controller: AbortController
  video?: Blob
  /** `blob:` URL of the video. */
  url?: string
}

const nowInSeconds = () => Math.floor(Date.now() / 1000)

function failedTask(task: VideoTask, cause: unknown): VideoTask {
  const { message } = toVideoTaskError(cause)
  const error = { message, code: isVideoTaskError(cause) ? cause.code : 'generation_failed' }
  return { ...task, status: 'failed', progress: 100, completed_at: nowInSeconds(), error }
}

/** The settings of a create: one image is the first frame, several are references. */
async function settingsOf(
  params: CreateVideoParams,
  abortSignal: AbortSignal,
): Promise<GenerateVideoSettings> {
  const { prompt = '', size, seconds, seed, input_reference: given } = params
  const images = await Promise.all((Array.isArray(given) ? given : given ? [given] : []).map(readImage))
  const [image] = images
  const isSingle = image !== undefined && images.length === 1
  return dropAbsent({
    prompt: isSingle ? { image, text: prompt } : prompt,
    inputReferences: images.length > 1 ? images : undefined,
    resolution: isResolution(size) ? size : undefined,
    duration: seconds === undefined ? undefined : Number(seconds),
    seed: typeof seed === 'number' ? seed : undefined,
    abortSignal,
    maxRetries: 0,
  })
}

const isResolution = (size: unknown): size is `${number}x${number}` =>
  typeof size === 'string' && /^\d+x\d+$/.test(size)

/** @throws {VideoTaskError} code `invalid_params` for what is no image */
async function readImage(image: unknown): Promise<VideoModelImage> {
  if (image instanceof Blob) return new Uint8Array(await image.arrayBuffer())
  if (typeof image === 'string' || image instanceof URL) return String(image)
  throw new VideoTaskError('input_reference must be a file or a URL.', { code: 'invalid_params' })
}
