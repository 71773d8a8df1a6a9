import type { VideoClient } from '../../core/VideoClient.js'

/** Where the video of the id that was asked with is served; a client the app wrote may not know. */
export function contentUrlOf(client: VideoClient, id: string): string | undefined {
  try {
    return client.contentUrl(id)
  } catch (error) {
    console.error('The client named no content address.', error)
    return undefined
  }
}
