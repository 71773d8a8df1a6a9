import type { VideoTask } from '../task/videoTask.js'
import { isHttpUrl, isRecord } from './values.js'

/** Where gateways put the finished video's address, in the order of trust. */
const PATHS = [
  'video_url',
  'url',
  'output_url',
  'download_url',
  'metadata.url',
  'result.video_url',
  'result.url',
  'result.outputs.0',
  'output',
  'output.0',
  'output.url',
  'output.video_url',
  'outputs.0',
  'outputs.0.url',
  'video.url',
  'videos.0.url',
  'content.video_url',
  // Relatives of these: Replicate and fal behind relays, Kling, Luma, Vidu, MiniMax, Zhipu, Novita, kie.
  'output.0.url',
  'output.video.url',
  'output.videos.0.url',
  'result',
  'result.0',
  'result.video.url',
  'result.videos.0.url',
  'result_url',
  'task_result.videos.0.url',
  'assets.video',
  'creations.0.url',
  'file.download_url',
  'video_result.0.url',
  'videos.0',
  'videos.0.video_url',
  'resultUrls.0',
  'response.resultUrls.0',
  'metadata.video_url',
  'metadata.output.video_url',
  'videoUrl',
  'video',
]

function valueAt(body: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => {
    if (Array.isArray(value)) return value[Number(key)]
    return isRecord(value) ? value[key] : undefined
  }, body)
}

/** The address of a completed task's video: the first `http(s)` one in the places where gateways put it. */
export function findVideoUrl(task: Record<string, unknown>): string | undefined {
  const bodies = [task, ...['data', 'data.0', 'data.data'].map((path) => valueAt(task, path))]
  for (const body of bodies) {
    for (const path of PATHS) {
      const url = valueAt(body, path)
      if (isHttpUrl(url)) return url.trim()
    }
  }
  // An older wrapped dialect carries the address in `fail_reason` on success.
  const { fail_reason: url } = task
  return isHttpUrl(url) ? url.trim() : undefined
}

/** Which address of a finished video is played first: its own temporary one, or the content route. */
export type VideoTaskSourcePreference = 'url' | 'content'

/**
 * Where a finished video can be had, the best first. Its own address is checked again, since any client may have made it:
 * no other scheme than http(s) is ever played or linked to.
 */
export function videoTaskAddresses(
  task: VideoTask | undefined,
  contentUrl: string | undefined,
  source: VideoTaskSourcePreference = 'url',
): string[] {
  if (task?.status !== 'completed') return []
  const own = isHttpUrl(task.video_url) ? task.video_url : undefined
  const both = source === 'content' ? [contentUrl, own] : [own, contentUrl]
  return both.filter((address) => address !== undefined)
}
