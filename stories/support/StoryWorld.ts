import { QueryClient } from '@tanstack/react-query'
import { createVideoClient, type VideoClient, type VideoTaskProviderProps } from 'react-video-task'
import {
  createVideoEmulator,
  type TaskSeed,
  type VideoEmulator,
  type VideoEmulatorOptions,
} from 'react-video-task/testing'

/** A story's `parameters.world`. */
export interface StoryWorldParameters {
  /** Tasks of the API. @default none */
  tasks?: TaskSeed[]
  /** The API that the emulator plays. @default 'cometapi' */
  gateway?: VideoEmulatorOptions['gateway']
  /** Duration of a task created in the story, in ms. @default 20000 */
  duration?: number
  /** Replaces the emulator's answers, from the given request on, to all methods or to one. */
  answer?: { from: number; method?: string; with: () => Response | Promise<Response> }
  /** Props of the provider besides its client. @default a poll every 500 ms, in English */
  provider?: Partial<Omit<VideoTaskProviderProps, 'client' | 'children'>>
}

/** A story's own API, client and cache. */
export interface StoryWorld {
  origin: string
  emulator: VideoEmulator
  client: VideoClient
  queryClient: QueryClient
  provider: NonNullable<StoryWorldParameters['provider']>
}

/** Creates the world of one story on an emulator of its own. */
export function createStoryWorld(storyId: string, parameters: StoryWorldParameters = {}): StoryWorld {
  const { tasks = [], gateway, duration, answer, provider = {} } = parameters
  const origin = `https://${storyId}.emulator.example`
  const emulator = createVideoEmulator({
    apiKey: false,
    gateway,
    ...(duration === undefined ? {} : { duration }),
  })
  for (const seed of tasks) emulator.addTask(seed)
  let requests = 0
  const client = createVideoClient({
    baseURL: `${origin}/v1`,
    fetch: async (input, init) => {
      const isCounted = !answer?.method || answer.method === init?.method
      if (isCounted) requests += 1
      return answer && isCounted && requests >= answer.from ? answer.with() : emulator.fetch(input, init)
    },
  })
  return { origin, emulator, client, queryClient: new QueryClient(), provider }
}

/** Whether a loader's value is the world of a story. */
export function isStoryWorld(value: unknown): value is StoryWorld {
  return typeof value === 'object' && value !== null && 'emulator' in value && 'queryClient' in value
}
