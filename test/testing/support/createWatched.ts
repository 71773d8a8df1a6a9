import { createVideoClient } from 'react-video-task/client'
import type { ScenarioChoice, VideoEmulatorOptions } from 'react-video-task/testing'
import { BASE, createVendor, KEY } from './createVendor.js'

/** A vendor whose one task goes by a scenario, asked both raw and through the library's own client. */
export function createWatched(scenario: ScenarioChoice, options: VideoEmulatorOptions = {}) {
  const vendor = createVendor({ duration: 20_000, ...options })
  const { emulator, ask, clock } = vendor
  const { id } = emulator.addTask({ id: 'task_watched', scenario })
  const client = createVideoClient({ baseURL: BASE, apiKey: KEY, fetch: emulator.fetch })
  return {
    ...vendor,
    id,
    client,
    poll: () => ask(`/videos/${id}`),
    content: (init?: RequestInit) => ask(`/videos/${id}/content`, init),
    /** The body of a poll at a time of the task's, in ms. */
    bodyAt: async (elapsed: number) => {
      clock.advance(elapsed - (clock.now() - START))
      return (await ask(`/videos/${id}`)).json()
    },
    /** The same, as the library understands it. */
    taskAt: (elapsed: number) => {
      clock.advance(elapsed - (clock.now() - START))
      return client.retrieve(id)
    },
  }
}

const START = 1_779_938_152_000
