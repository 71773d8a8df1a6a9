import { isHttpUrl, parseJson } from './fieldValues.js'
import { VIDEO_DATA } from '../content/videoData.js'

/**
 * Finds the URL of a completed task's video: the first `http(s)` URL, or video as a `data:` URL, in the fields where
 * gateways put it, then in any other field whose name speaks of a video. Each may hold the URL, a list, an object with such
 * fields, or JSON as text.
 */
export function findVideoUrl(value: unknown, depth = 0): string | undefined {
  if (typeof value === 'string' && (isHttpUrl(value) || VIDEO_DATA.test(value))) return value.trim()
  const inside = typeof value === 'string' ? parseJson(value) : value
  if (typeof inside !== 'object' || inside === null || depth > MAX_DEPTH) return undefined
  const fields = Array.isArray(inside) ? inside.slice(0, MAX_LIST_ITEMS) : fieldsOf(inside)
  for (const field of fields) {
    const url = findVideoUrl(field, depth + 1)
    if (url) return url
  }
  return undefined
}

/** Deepest nesting that is searched; the deepest one seen is Veo's `response.generateVideoResponse.generatedSamples.0.video.uri`. */
const MAX_DEPTH = 8

/** How much of a list is searched. */
const MAX_LIST_ITEMS = 9

/** The fields that may hold the URL, those of `URL_FIELDS` first. */
function fieldsOf(body: object): unknown[] {
  const names = Object.keys(body).filter((name) => VIDEO_FIELD.test(name) && !OTHER_FIELD.test(name))
  return [...new Set([...URL_FIELDS, ...names])].map((name) =>
    Object.hasOwn(body, name) ? Reflect.get(body, name) : undefined,
  )
}

/**
 * Fields of the URL and of what holds it, the most reliable first. An older wrapped dialect has the URL in `fail_reason` on
 * success.
 */
const URL_FIELDS = (
  'video_url url output_url download_url metadata result output outputs video videos content uri src ' +
  'resource_without_watermark resource file task ' +
  'response data fail_reason'
).split(' ')

/** Names that speak of a video, as Kling, Luma, Vidu, MiniMax, Zhipu, kie, PiAPI and Veo use them. */
const VIDEO_FIELD = /video|result|resource|asset|creation|works|generated|mp4|clip|movie|media/i

/** Names of anything but the finished video. */
const OTHER_FIELD =
  /input|image|cover|thumb|poster|frame|prompt|refer|\bsource_|origin|audio|status|cancel|poll/i
