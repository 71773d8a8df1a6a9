import { openContent } from './openContent.js'
import { sendRequest } from './sendRequest.js'
import type { VideoContent } from './VideoContent.js'

/** Opens the content of a client that only knows where it is served. Fails as `openContent` does. */
export function fetchContent(url: string, signal: AbortSignal): Promise<VideoContent> {
  const send = sendRequest({ headers: async () => new Headers(), fetch: undefined })
  return send({ url, signal }, (response) => openContent(response, url, signal))
}
