import { isHttpUrl } from './isHttpUrl.js'
import { isRecord } from './isRecord.js'

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
]

function valueAt(body: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => {
    if (Array.isArray(value)) return value[Number(key)]
    return isRecord(value) ? value[key] : undefined
  }, body)
}

/** The address of a completed task's video: the first `http(s)` one in the places where gateways put it. */
export function findVideoUrl(body: Record<string, unknown>): string | undefined {
  // An older wrapped dialect carries the address in `fail_reason` on success.
  const bodies = [body, body['data'], { url: body['fail_reason'] }]
  for (const place of bodies) {
    for (const path of PATHS) {
      const url = valueAt(place, path)
      if (isHttpUrl(url)) return url.trim()
    }
  }
  return undefined
}
