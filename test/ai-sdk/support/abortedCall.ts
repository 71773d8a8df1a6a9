/** A call of the AI SDK that is aborted while it waits for its next poll, in a process of its own. */
import { experimental_generateVideo as generateVideo } from 'ai'
import { createVideoModel } from 'react-video-task/ai-sdk'
import { createVideoClient } from 'react-video-task/client'
import { createVideoEmulator } from 'react-video-task/testing'
import { errorOf } from '../../support/errorOf.js'

const emulator = createVideoEmulator({ apiKey: 'sk-1', scenario: 'stuck' })
const client = createVideoClient({ baseURL: 'https://api.test/v1', apiKey: 'sk-1', fetch: emulator.fetch })
const abort = new AbortController()
const call = generateVideo({
  model: createVideoModel(client, 'wan2.6', { onCreated: () => void setTimeout(() => abort.abort(), 100) }),
  prompt: 'A fox in the snow',
  abortSignal: abort.signal,
})
const error = await errorOf(() => call)
// What keeps a process from its end.
const timers = process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout')
console.log(JSON.stringify({ error, timers }))
