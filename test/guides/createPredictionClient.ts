import { parseVideoTask, VideoApiError, type VideoClient } from 'react-video-task'

/** A client of routes of yours in front of an API that calls its tasks predictions, as Replicate does. */
export function createPredictionClient(fetch = globalThis.fetch): VideoClient {
  const ask = async (path: string, init?: RequestInit) => {
    const response = await fetch(`/api/predictions${path}`, init)
    // The status decides whether polling goes on. Whatever else is thrown counts as an outage that passes.
    if (!response.ok) throw new VideoApiError({ status: response.status, body: await response.text() })
    return parseVideoTask(await response.json())
  }
  return {
    create: ({ model, prompt, ...input }, options) =>
      ask('', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ model, input: { ...input, prompt } }),
        signal: options?.signal,
      }),
    retrieve: (id, options) => ask(`/${encodeURIComponent(id)}`, { cache: 'no-store', ...options }),
    contentUrl: (id) => `/api/predictions/${encodeURIComponent(id)}/content`,
  }
}
