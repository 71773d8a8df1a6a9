import type { StandardSchemaV1 } from '@standard-schema/spec'
import { type UseQueryResult, useInfiniteQuery, useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { expectTypeOf } from 'vitest'
import {
  type CompletedVideoTask,
  createVideoClient,
  type FailedVideoTask,
  isTerminal,
  useCreateVideoTask,
  useDeleteVideoTask,
  useRemixVideoTask,
  useVideoTask,
  useVideoTaskHistory,
  useVideoTaskList,
  useVideoTasks,
  type VideoClient,
  type VideoTask,
  type VideoTaskDeletion,
  type VideoTaskError,
  type VideoTaskHistoryEntry,
  videoTaskListOptions,
  videoTaskOptions,
  type VideoTaskState,
  videoTaskState,
} from 'react-video-task'
import type { VideoTaskFormProps } from 'react-video-task/components'
import { videoTaskSchema } from 'react-video-task/schemas'

const client = createVideoClient({ baseURL: '/api/v1' })
expectTypeOf(client).toExtend<VideoClient>()

expectTypeOf(videoTaskSchema).toExtend<StandardSchemaV1<unknown, VideoTask>>()
expectTypeOf<StandardSchemaV1.InferOutput<typeof videoTaskSchema>>().toEqualTypeOf<VideoTask>()

function Watcher({ id }: { id: string | null | undefined }) {
  expectTypeOf(useVideoTasks(['a'])).toEqualTypeOf<UseQueryResult<VideoTask, VideoTaskError>[]>()
  const result = useVideoTask(id)
  // The result of TanStack Query itself.
  expectTypeOf(result).toEqualTypeOf<UseQueryResult<VideoTask, VideoTaskError>>()
  expectTypeOf(videoTaskState(result)).toEqualTypeOf<VideoTaskState>()

  const { data } = result
  // @ts-expect-error -- only a completed task has a URL
  void data?.video_url
  if (data?.status === 'completed') expectTypeOf(data.video_url).toEqualTypeOf<string | undefined>()
  if (data?.status === 'failed') expectTypeOf(data.error?.message).toEqualTypeOf<string | undefined>()
  // @ts-expect-error -- no other than the five documented statuses
  if (data?.status === 'SUCCESS') return null
  if (isTerminal(data)) expectTypeOf(data).toEqualTypeOf<CompletedVideoTask | FailedVideoTask>()
  // A field beyond the contract is read after narrowing with `in`.
  if (data && 'seed' in data) expectTypeOf(data.seed).toBeUnknown()

  return null
}

function History() {
  const history = useVideoTaskHistory({ source: 'registry' })
  expectTypeOf(history.entries).toEqualTypeOf<readonly VideoTaskHistoryEntry[]>()
  expectTypeOf(history.error).toEqualTypeOf<VideoTaskError | null>()
  expectTypeOf(history.again('a')).toEqualTypeOf<Promise<VideoTask | undefined>>()
  const form = history.edit('a')
  // The parameters of a video may be unknown, and so may its task.
  expectTypeOf(form).extract<undefined>().toEqualTypeOf<undefined>()
  expectTypeOf<VideoTaskHistoryEntry['task']>().toEqualTypeOf<VideoTask | undefined>()
  expectTypeOf(form?.values).toExtend<VideoTaskFormProps['values']>()
  expectTypeOf(form?.params).toExtend<VideoTaskFormProps['params']>()
  // @ts-expect-error -- a history is the server's or the registry's
  useVideoTaskHistory({ source: 'cache' })
  return null
}

function Factories() {
  const options = videoTaskOptions(client, 'a')
  expectTypeOf(useSuspenseQuery(options).data).toEqualTypeOf<VideoTask>()
  expectTypeOf(useQuery({ ...options, select: (task) => task.progress }).data).toEqualTypeOf<
    number | undefined
  >()
  // @ts-expect-error -- only the hook takes null
  videoTaskOptions(client, null)
  return null
}

function FurtherCalls() {
  const remove = useDeleteVideoTask({ onSuccess: ({ deleted }) => expectTypeOf(deleted).toBeBoolean() })
  expectTypeOf(remove.data).toEqualTypeOf<VideoTaskDeletion | undefined>()
  expectTypeOf(remove.error).toEqualTypeOf<VideoTaskError | null>()
  remove.mutate('a')
  // @ts-expect-error -- the id, not the task
  remove.mutate({ id: 'a' })

  const remix = useRemixVideoTask()
  expectTypeOf(remix.mutateAsync({ id: 'a', prompt: 'In winter' })).toEqualTypeOf<Promise<VideoTask>>()
  // @ts-expect-error -- a remix has a source
  remix.mutate({ prompt: 'In winter' })

  const { data } = useVideoTaskList({ limit: 20 })
  expectTypeOf(data?.pages[0]?.data).toEqualTypeOf<VideoTask[] | undefined>()
  expectTypeOf(useInfiniteQuery(videoTaskListOptions(client)).data?.pages[0]?.has_more).toEqualTypeOf<
    boolean | undefined
  >()

  // A client of the app's own may leave them out.
  expectTypeOf<Pick<VideoClient, 'create' | 'retrieve' | 'contentUrl'>>().toExtend<VideoClient>()
  return null
}

function Creator() {
  const { mutate, data } = useCreateVideoTask({
    onSuccess: (task) => expectTypeOf(task).toEqualTypeOf<VideoTask>(),
  })
  mutate({ model: 'wan2.6', prompt: 'fox', seconds: 5, size: '1280x720', watermark: false })
  // What a model needs is up to the API: some take an image instead of a prompt, and a gateway may serve one model.
  mutate({ model: 'sora-2', input_reference: new Blob() })
  mutate({ prompt: 'fox' })
  // @ts-expect-error -- a prompt is text
  mutate({ model: 'wan2.6', prompt: 7 })
  expectTypeOf(data).toEqualTypeOf<VideoTask | undefined>()
  return null
}

void [Watcher, History, Factories, FurtherCalls, Creator]
