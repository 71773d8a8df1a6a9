import { checkAuthorized, checkRate } from '../access/authorize.js'
import { checkSameSite } from '../access/origins.js'
import { resolveTask } from '../access/ownership.js'
import type { ProxySettings } from '../resolveOptions.js'
import { jsonResponse } from '../responses.js'
import type { RequestKey } from '../upstream/apiKey.js'

/** The stages of making or revoking a public link, in order. The API is not asked. */
export async function answerShare(
  { allowedOrigins, authorize, rateLimit, ownership, shares }: ProxySettings,
  key: RequestKey,
  request: Request,
  publicId: string,
): Promise<Response> {
  // Same-site: no other site's page may publish a video with a user's cookies.
  checkSameSite(request, allowedOrigins)

  // Authorize: the app names the user, allows, denies or answers itself.
  const call = { action: 'share', taskId: publicId, request } as const
  const user = await checkAuthorized(authorize, call)
  if (user instanceof Response) return user

  // Rate: the app's limiter allows one more.
  await checkRate(rateLimit, { ...call, user })

  // Ownership: the task is the user's own. That everyone may see it does not count.
  const { apis } = await key.read()
  await resolveTask(ownership, publicId, { user, link: undefined }, apis)

  // Link, and answer.
  if (request.method === 'DELETE') {
    await shares?.revoke(publicId)
    return answer({ object: 'video.share.deleted', video_id: publicId, deleted: true })
  }
  return answer({ id: await shares?.create(publicId), object: 'video.share', video_id: publicId })
}

const answer = (value: Record<string, unknown>) => jsonResponse({ text: JSON.stringify(value) })
