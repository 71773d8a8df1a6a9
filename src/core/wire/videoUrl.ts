import { isHttpUrl } from './fieldValues.js'
import { isRecord } from './json.js'

/** Finds the URL of a completed task's video: the first `http(s)` URL in the fields where gateways put it. */
export function findVideoUrl(task: Record<string, unknown>): string | undefined {
  const bodies = [task, ...['data', 'data.0', 'data.data'].map((path) => valueAt(task, path))]
  for (const body of bodies) {
    for (const path of URL_PATHS) {
      const url = valueAt(body, path)
      if (isHttpUrl(url)) return url.trim()
    }
  }
  // An older wrapped dialect has the URL in `fail_reason` on success.
  const { fail_reason: url } = task
  return isHttpUrl(url) ? url.trim() : undefined
}

/**
 * Paths of the URL in a task, the most reliable first; from `output.0.url` on those of relatives: Replicate and fal behind
 * relays, Kling, Luma, Vidu, MiniMax, Zhipu, Novita, kie.
 */
const URL_PATHS = (
  'video_url url output_url download_url metadata.url result.video_url result.url result.outputs.0 output ' +
  'output.0 output.url output.video_url outputs.0 outputs.0.url video.url videos.0.url content.video_url ' +
  'output.0.url output.video.url output.videos.0.url result result.0 result.video.url result.videos.0.url ' +
  'result_url task_result.videos.0.url assets.video creations.0.url file.download_url video_result.0.url ' +
  'videos.0 videos.0.video_url resultUrls.0 response.resultUrls.0 metadata.video_url ' +
  'metadata.output.video_url videoUrl video'
).split(' ')

function valueAt(body: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => {
    if (Array.isArray(value)) return value[Number(key)]
    return isRecord(value) ? value[key] : undefined
  }, body)
}
