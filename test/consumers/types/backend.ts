import {
  createVideoClient,
  createVideoTaskRegistry,
  isTerminal,
  openVideoContent,
  type VideoTask,
} from 'react-video-task/client'
import { describeVideoTaskError } from 'react-video-task/messages'
import { createVideoSchema, videoTaskSchema } from 'react-video-task/schemas'
import { createMemoryStore, createVideoProxy, signContentUrl } from 'react-video-task/server'
import { checkVideoProxy, createVideoEmulator } from 'react-video-task/testing'

const emulator = createVideoEmulator({ clock: 'virtual', scenario: ['wrapped', 'late-url'] })
const client = createVideoClient({
  baseURL: 'https://api.test/v1',
  headers: { 'x-app': '1' },
  fetch: emulator.fetch,
})
const proxy = createVideoProxy({
  apiKey: 'sk-mine',
  authorize: () => ({ id: 'me' }),
  owners: createMemoryStore(),
  fetch: emulator.fetch,
})

export async function watch(id: string): Promise<string | undefined> {
  const task: VideoTask = await client.retrieve(id)
  const { stream } = await openVideoContent(client, id)
  for await (const piece of stream) console.log(piece.byteLength)
  const results = await checkVideoProxy(proxy, { emulator, headers: { cookie: 'session=1' } })
  console.log(results.map(({ requirement, status }) => `${requirement}: ${status}`))
  // @ts-expect-error -- the ids are texts
  void client.retrieve(1)
  return isTerminal(task) && task.status !== 'completed'
    ? describeVideoTaskError(task.error).title
    : undefined
}

export const created = client.create(createVideoSchema('sora-2').parse({ prompt: 'A fox in the snow' }))
export const status = videoTaskSchema.parse({ id: 'a', status: 'queued' }).status
// @ts-expect-error -- no length of the model
void client.create({ model: 'wan2.6', prompt: 'A fox in the snow', seconds: 7 })

export const registry = createVideoTaskRegistry({ storage: null })
export const link = signContentUrl
