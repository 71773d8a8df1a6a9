import { decodeVideoData } from '../../core/content/videoData.js'
import { findVideoUrl } from '../../core/wire/findVideoUrl.js'
import { toDocumentedAnswer } from '../retrieve/documentedAnswer.js'
import type { ProxyKey } from '../upstream/apiKey.js'
import type { FollowedResponse } from '../upstream/redirects.js'
import { readUpstreamJson } from '../upstream/upstreamJson.js'
import { type ContentTarget, fetchContent, fetchTask, type VideosApi } from '../upstream/videosApi.js'

/**
 * Requests a video from the API's content route, or, where the API has none (Seedance, Together), from the URL that the
 * completed task names. That URL is followed as a redirect of the API would be; a video inside the task is decoded.
 */
export async function fetchVideo(
  api: VideosApi,
  { authorization, redact }: Pick<ProxyKey, 'authorization' | 'redact'>,
  request: Pick<Request, 'method' | 'headers'>,
  target: ContentTarget,
  signal: AbortSignal,
): Promise<FollowedResponse> {
  const followed = await fetchContent(api, authorization, request, target, signal)
  const isMissing = !followed.isOtherOrigin && NO_ROUTE_STATUSES.has(followed.response.status)
  if (!isMissing || target.variant !== undefined) return followed
  const response = await fetchTask(api, authorization, target.taskId, signal)
  const { task } = toDocumentedAnswer(await readUpstreamJson(response, signal, redact), target.taskId)
  const videoUrl = task?.['status'] === 'completed' ? findVideoUrl(task) : undefined
  if (videoUrl === undefined) return followed
  void followed.response.body?.cancel().catch(() => undefined)
  const inside = decodeVideoData(videoUrl)
  if (inside) {
    const headers = { 'content-length': String(inside.size) }
    return { ...followed, response: new Response(inside, { headers }) }
  }
  return fetchContent(api, authorization, request, { ...target, videoUrl }, signal)
}

/** Not found, or no such route. */
const NO_ROUTE_STATUSES: ReadonlySet<number> = new Set([404, 405, 501])
