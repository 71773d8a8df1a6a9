import { findVideoUrl } from '../core/findVideoUrl.js'
import { isRecord } from '../core/isRecord.js'
import { signContent } from './contentSignature.js'
import type { Signer } from './createSigner.js'
import { linkExpiry } from './linkExpiry.js'

/** Makes the links that play what only the content route serves. */
export interface ContentLinks {
  /** The proxy's own address as browsers reach it, without a slash at its end. */
  baseURL: string
  /** Milliseconds. */
  lifetime: number
  signer: Signer
}

const contentPath = (id: string) => `/videos/${encodeURIComponent(id)}/content`

/** Whether a player can use what a completed task names: some gateways name their own content route, which wants the key. */
function isPlayable(url: string | undefined, taskId: string): boolean {
  return url !== undefined && !new URL(url).pathname.endsWith(contentPath(taskId))
}

/** Envelopes that a task may be in; the address is put beside its status, whichever that is. */
function placeVideoUrl(body: Record<string, unknown>, url: string, depth = 0): Record<string, unknown> {
  const placed: Record<string, unknown> = { ...body, video_url: url }
  for (const name of ['data', 'task']) {
    const inside = body[name]
    if (isRecord(inside) && depth < 3) placed[name] = placeVideoUrl(inside, url, depth + 1)
  }
  return placed
}

/** The body of a completed task with a signed link, where it has no address that a `<video>` could play. */
export async function addContentLink(
  body: Record<string, unknown>,
  task: Record<string, unknown>,
  { taskId, shownId }: { taskId: string; shownId: string },
  { baseURL, lifetime, signer }: ContentLinks,
): Promise<Record<string, unknown>> {
  if (isPlayable(findVideoUrl(task), taskId)) return body
  const query = await signContent(signer, shownId, linkExpiry(lifetime))
  return placeVideoUrl(body, `${baseURL}${contentPath(shownId)}?${query}`)
}
