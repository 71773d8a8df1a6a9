import { experimental_generateVideo as generateVideo } from 'ai'
import { vi } from 'vitest'
import {
  createVideoModel,
  VideoGenerationError,
  type VideoModelFile,
  type VideoModelOptions,
} from 'react-video-task/ai-sdk'
import { createVideoClient, type VideoClient } from 'react-video-task/client'
import { createVideoEmulator, type VideoEmulatorOptions } from 'react-video-task/testing'
import { untilSettled } from './untilSettled.js'
import { errorOf } from '../../support/errorOf.js'

/** A client of an emulator, in the same process. */
export function createAPI(options: VideoEmulatorOptions = {}) {
  const emulator = createVideoEmulator({ apiKey: 'sk-1', now: () => Date.now(), ...options })
  const client = createVideoClient({ baseURL: 'https://api.test/v1', apiKey: 'sk-1', fetch: emulator.fetch })
  // For the temporary URL of a video, to which the client's key does not go.
  vi.stubGlobal('fetch', emulator.fetch)
  const count = (route: string) => emulator.requests.filter((request) => request.route === route).length
  return { emulator, client, count }
}

export type Settings = Omit<Parameters<typeof generateVideo>[0], 'model'>

export const generate = (
  client: VideoClient,
  modelId: string,
  settings: Partial<Settings>,
  options?: VideoModelOptions,
) =>
  untilSettled(
    generateVideo({
      model: createVideoModel(client, modelId, options),
      prompt: 'A fox in the snow',
      ...settings,
    }),
  )

/** Calls a model itself, with what the SDK makes of other settings. */
export const callModel = (client: VideoClient, modelId: string, image?: VideoModelFile) =>
  untilSettled(
    createVideoModel(client, modelId).doGenerate({
      ...{ prompt: 'A fox', n: 1, aspectRatio: undefined, resolution: undefined, duration: undefined },
      ...{ fps: undefined, seed: undefined, image, providerOptions: {} },
    }),
  )

export const refusal = async (...args: Parameters<typeof generate>) => {
  const error = await errorOf(() => generate(...args))
  if (error instanceof VideoGenerationError) return error
  throw new Error('Not a VideoGenerationError', { cause: error })
}
