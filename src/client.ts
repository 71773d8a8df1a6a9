export {
  createVideoClient,
  type HeadersOption,
  type VideoClientOptions,
} from './core/client/createVideoClient.js'
export {
  fetchWithUploadProgress,
  type UploadFetch,
  type UploadProgress,
} from './core/client/fetchWithUploadProgress.js'
export type { VideoAuth, VideoClientRequest } from './core/client/request.js'
export type {
  CheckedVideoClient,
  ContentUrlOptions,
  CreateRequestOptions,
  CreateVideoParams,
  ListVideosOptions,
  RemixVideoParams,
  RequestOptions,
  RetrieveBatching,
  VideoClient,
  VideoTaskDeletion,
  VideoTaskPage,
} from './core/client/VideoClient.js'
export type { DocumentedParams, VideoReferenceInput } from './core/models/documentedParams.js'
export {
  findVideoModel,
  type VideoModel,
  type VideoModelDefaults,
  type VideoModelId,
  type VideoModelReferences,
  videoModels,
} from './core/models/videoModels.js'
export { findVideoPrice } from './core/models/videoPrice.js'
export type { VideoTaskSourcePreference } from './core/content/playableUrls.js'
export {
  type ContentProgress,
  openVideoContent,
  readVideoContent,
  type VideoContent,
  type VideoContentOptions,
} from './core/content/videoContent.js'
export {
  isVideoTaskError,
  VideoApiError,
  VideoNetworkError,
  VideoResponseError,
  VideoTaskError,
  type VideoTaskErrorFields,
} from './core/errors/VideoTaskError.js'
export {
  type NextPoll,
  nextPoll,
  type PollEnvironment,
  type PollOptions,
  type PollReason,
  type PollState,
} from './core/polling/nextPoll.js'
export {
  estimateTimeLeft,
  type TimeLeft,
  type TimeLeftContext,
  type TypicalDuration,
} from './core/polling/predictEnd.js'
export { smoothProgress, type SmoothProgressContext } from './core/polling/progress.js'
export {
  createDurationStore,
  type DurationStore,
  type DurationStoreOptions,
} from './core/storage/durationStore.js'
export type { VideoTaskStorage } from './core/storage/storage.js'
export {
  createVideoTaskRegistry,
  type VideoTaskRegistry,
  type VideoTaskRegistryOptions,
} from './core/storage/videoTaskRegistry.js'
export type { VideoTaskRecord } from './core/storage/registryRecords.js'
export {
  type CompletedVideoTask,
  type FailedVideoTask,
  type InProgressVideoTask,
  isTerminal,
  type QueuedVideoTask,
  type VideoTask,
  type VideoTaskBase,
  type VideoTaskFailure,
  type VideoTaskObservation,
  type VideoTaskStatus,
} from './core/task/videoTask.js'
export {
  summarizeVideoTasks,
  videoTaskState,
  type VideoTaskState,
  type VideoTaskSummary,
  type WatchResult,
} from './core/task/videoTaskState.js'
export { parseVideoTask } from './core/wire/parseVideoTask.js'
export type { ParseVideoTaskOptions } from './core/wire/readVideoTask.js'
export { assertTaskId } from './core/wire/taskId.js'
export { videoUrlExpiry } from './core/wire/videoUrl.js'
