import { VideoApiError, type VideoClient } from 'react-video-task'
import { parseVideoTask } from 'react-video-task/client'

/** A client for your own routes in front of an API whose tasks are predictions, such as Replicate's. */
export function createPredictionClient(fetch = globalThis.fetch): VideoClient {
  const request = async (path: string, init?: RequestInit) => {
    const response = await fetch(`/api/predictions${path}`, init)
    // The status decides whether polling continues. Any other error counts as a temporary outage.
    if (!response.ok) throw new VideoApiError({ status: response.status, body: await response.text() })
    return parseVideoTask(await response.json())
  }
  return {
    create: ({ model, prompt, ...input }, options) =>
      request('', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ model, input: { ...input, prompt } }),
        signal: options?.signal,
      }),
    retrieve: (id, options) => request(`/${encodeURIComponent(id)}`, { cache: 'no-store', ...options }),
    contentUrl: (id) => `/api/predictions/${encodeURIComponent(id)}/content`,
  }
}
