import { QueryClient, useMutation, type UseMutationResult } from '@tanstack/react-query'
import { expectTypeOf } from 'vitest'
import {
  createVideoClient,
  type CreateVideoParams,
  createVideoTaskOptions,
  findVideoModel,
  useCreateVideoTask,
  useVideoReferences,
  type VideoClient,
  type VideoModel,
  type VideoModelId,
  videoModels,
  type VideoTask,
  type VideoTaskError,
} from 'react-video-task'

const prompt = 'A fox in the snow'
const client = createVideoClient({ baseURL: '/api/v1' })
declare const anyModel: string

expectTypeOf(videoModels['wan2.6'].seconds).toEqualTypeOf<readonly [5, 10, 15]>()
expectTypeOf<(typeof videoModels)['sora-2']['sizes'][number]>().toEqualTypeOf<'1280x720' | '720x1280'>()
expectTypeOf(videoModels).toExtend<Record<VideoModelId, VideoModel>>()
expectTypeOf(findVideoModel(anyModel)).toEqualTypeOf<VideoModel | undefined>()

function Client() {
  void client.create({ model: 'wan2.6', prompt, seconds: 5, size: '1632x1248' })
  void client.create({ model: 'wan2.6', prompt, seconds: '5', seed: 7 })
  void client.create({ model: 'wan2.7', prompt, seconds: 7 })
  void client.create({ model: 'omni-fast', prompt, aspect_ratio: '1:1', resolution: '1080p' })
  void client.create({ model: 'doubao-seedance-2-0', prompt, size: '21:9', input_reference: new Blob() })
  void client.create({ model: 'veo3-fast', prompt, size: '9x16' })
  void client.create({ model: 'veo3.1-fast', prompt, seconds: 6, size: '3840x2160' })
  void client.create({ model: 'sora-2', prompt, input_reference: { image_url: 'https://a.test/1.png' } })
  void client.create({ model: 'veo3-fast', prompt, input_reference: [new Blob(), new URL('https://a.test')] })
  // @ts-expect-error -- wan2.6 documents no images
  void client.create({ model: 'wan2.6', prompt, input_reference: new Blob() })
  // @ts-expect-error -- a number is no image
  void client.create({ model: 'sora-2', prompt, input_reference: 7 })
  // @ts-expect-error -- nor is one in a list
  void client.create({ model: 'veo3-fast', prompt, input_reference: [new Blob(), 7] })
  void client.create({ model: 'veo3-fast', prompt, ...useVideoReferences().params })
  // @ts-expect-error -- wan2.6 makes videos of 5, 10 or 15 s
  void client.create({ model: 'wan2.6', prompt, seconds: 7 })
  // @ts-expect-error -- the same as text
  void client.create({ model: 'wan2.6', prompt, seconds: '7' })
  // @ts-expect-error -- a size of sora-2-pro
  void client.create({ model: 'sora-2', prompt, size: '1792x1024' })
  // @ts-expect-error -- not a ratio of omni-fast
  void client.create({ model: 'omni-fast', prompt, aspect_ratio: '4:3' })
  // @ts-expect-error -- wan2.6 documents no resolution
  void client.create({ model: 'wan2.6', prompt, resolution: '720p' })
  // @ts-expect-error -- Veo 3.1 makes videos of 4, 6 or 8 s
  void client.create({ model: 'veo3.1', prompt, seconds: 5 })
  // @ts-expect-error -- Veo 3 documents no seconds
  void client.create({ model: 'veo3-fast', prompt, seconds: 8 })
}

function UnknownModels() {
  void client.create({
    model: 'kling-v9',
    prompt,
    seconds: 7,
    size: 'huge',
    resolution: 4,
    aspect_ratio: '2:1',
    input_reference: 7,
  })
  void client.create({ model: anyModel, prompt, seconds: 7, size: '1x1', resolution: '720p' })
}

function Hook() {
  const result = useCreateVideoTask()
  // Takes the place of TanStack Query's own type.
  expectTypeOf(result).toExtend<UseMutationResult<VideoTask, VideoTaskError, CreateVideoParams>>()
  const { mutate, mutateAsync, data, status, variables } = result
  mutate({ model: 'wan2.6', prompt, seconds: 15 }, { onSuccess: (task) => void task.id })
  mutate({ model: 'kling-v9', prompt, seconds: 7 })
  mutate({ model: anyModel, prompt, seconds: 7 })
  // @ts-expect-error -- wan2.6 makes videos of 5, 10 or 15 s
  mutate({ model: 'wan2.6', prompt, seconds: 7 })
  // @ts-expect-error -- the same in a promise
  void mutateAsync({ model: 'wan2.6', prompt, seconds: 7 })
  expectTypeOf(mutateAsync({ model: 'wan2.6', prompt })).toEqualTypeOf<Promise<VideoTask>>()
  expectTypeOf(variables?.seconds).toEqualTypeOf<number | string | undefined>()
  if (status === 'success') expectTypeOf(data).toEqualTypeOf<VideoTask>()
  return null
}

function Options() {
  const queryClient = new QueryClient()
  const any = useMutation(createVideoTaskOptions(client, queryClient))
  any.mutate({ model: 'wan2.6', prompt, seconds: 7 })
  const two = useMutation(createVideoTaskOptions<'wan2.6' | 'sora-2'>(client, queryClient))
  two.mutate({ model: 'sora-2', prompt, seconds: 4 })
  two.mutate({ model: 'wan2.6', prompt, seconds: 5 })
  // @ts-expect-error -- a length of sora-2
  two.mutate({ model: 'wan2.6', prompt, seconds: 4 })
  // @ts-expect-error -- another model
  two.mutate({ model: 'wan2.7', prompt })
  return null
}

// A client of the app's own may take any parameters.
const own: VideoClient = {
  create: async ({ model, prompt: text, seconds }) => client.create({ model, prompt: text, seconds }),
  retrieve: (id) => client.retrieve(id),
  contentUrl: (id) => `/${id}`,
}

void [Client, UnknownModels, Hook, Options, own]
