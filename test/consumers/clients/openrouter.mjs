import { createOpenRouter } from '@openrouter/ai-sdk-provider'
import { experimental_generateVideo as generateVideo } from 'ai'
import { atBoth, isVideo } from './apis.mjs'

const results = await atBoth('openrouter', async ({ baseURL, apiKey }) => {
  const model = createOpenRouter({ baseURL, apiKey }).videoModel('google/veo-3.1', { pollIntervalMs: 1 })
  const { video } = await generateVideo({
    model,
    prompt: 'A fox in the snow',
    duration: 8,
    maxRetries: 0,
    // The SDK's own download sends no key, and refuses addresses of this machine.
    download: async ({ url }) => {
      const place = baseURL + /\/videos\/.*/.exec(url.pathname)?.[0]
      const response = await fetch(place, { headers: { authorization: `Bearer ${apiKey}` } })
      const mediaType = response.headers.get('content-type') ?? undefined
      return { data: new Uint8Array(await response.arrayBuffer()), mediaType }
    },
  })
  return [video.mediaType, isVideo(video.uint8Array)]
})
console.log(JSON.stringify(results))
