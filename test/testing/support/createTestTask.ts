import { createVideoClient } from 'react-video-task/client'
import type { ScenarioChoice, VideoEmulatorOptions } from 'react-video-task/testing'
import { BASE, createTestApi, KEY } from './createTestApi.js'

/** Creates an emulator with one task in a scenario, which raw requests and the library's client can poll. */
export function createTestTask(scenario: ScenarioChoice, options: VideoEmulatorOptions = {}) {
  const api = createTestApi({ duration: 20_000, ...options })
  const { emulator, ask, clock } = api
  const createdAt = clock.now()
  const { id } = emulator.addTask({ id: 'task_watched', scenario })
  const client = createVideoClient({ baseURL: BASE, apiKey: KEY, fetch: emulator.fetch })
  const moveTo = (elapsed: number) => clock.advance(createdAt + elapsed - clock.now())
  return {
    ...api,
    id,
    client,
    poll: () => ask(`/videos/${id}`),
    content: (init?: RequestInit) => ask(`/videos/${id}/content`, init),
    /** Polls at a time since the create, in milliseconds; returns the JSON body. */
    bodyAt: async (elapsed: number) => {
      moveTo(elapsed)
      return (await ask(`/videos/${id}`)).json()
    },
    /** Polls with the library's client at a time since the create, in milliseconds. */
    taskAt: (elapsed: number) => {
      moveTo(elapsed)
      return client.retrieve(id)
    },
  }
}
