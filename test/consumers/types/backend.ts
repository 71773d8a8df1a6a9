import {
  createVideoClient,
  createVideoTaskRegistry,
  isTerminal,
  openVideoContent,
  type VideoTask,
} from 'react-video-task/client'
import { describeVideoTaskError } from 'react-video-task/messages'
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

export const registry = createVideoTaskRegistry({ storage: null })
export const link = signContentUrl
