export { assertTaskId } from './core/assertTaskId.js'
export { createVideoClient, type VideoClientOptions } from './core/createVideoClient.js'
export type { HeadersOption } from './core/createHeaders.js'
export { isTerminal } from './core/isTerminal.js'
export {
  type NextPoll,
  nextPoll,
  type PollEnvironment,
  type PollOptions,
  type PollReason,
  type PollState,
} from './core/nextPoll.js'
export { parseVideoTask, type ParseVideoTaskOptions } from './core/parseVideoTask.js'
export { openVideoContent } from './core/openVideoContent.js'
export { readVideoContent } from './core/readVideoContent.js'
export { VideoApiError } from './core/VideoApiError.js'
export type { ContentUrlOptions, CreateVideoParams, RequestOptions, VideoClient } from './core/VideoClient.js'
export { type VideoModel, videoModels } from './core/videoModels.js'
export type { ContentProgress, VideoContent, VideoContentOptions } from './core/VideoContent.js'
export { VideoNetworkError } from './core/VideoNetworkError.js'
export { VideoResponseError } from './core/VideoResponseError.js'
export type {
  CompletedVideoTask,
  FailedVideoTask,
  InProgressVideoTask,
  QueuedVideoTask,
  VideoTask,
  VideoTaskBase,
  VideoTaskFailure,
  VideoTaskStatus,
} from './core/VideoTask.js'
export { VideoTaskError } from './core/VideoTaskError.js'
export { type VideoTaskSchema, type VideoTaskSchemaResult, videoTaskSchema } from './core/videoTaskSchema.js'
export { type VideoTaskState, videoTaskState, type WatchResult } from './core/videoTaskState.js'
export type { VideoTaskObservation } from './core/VideoTaskObservation.js'
export {
  createDurationStore,
  type DurationStore,
  type DurationStoreOptions,
} from './core/createDurationStore.js'
export { createVideoTaskRegistry, type VideoTaskRegistryOptions } from './core/createVideoTaskRegistry.js'
export { estimateTimeLeft, type TimeLeft, type TimeLeftContext } from './core/estimateTimeLeft.js'
export { summarizeVideoTasks, type VideoTaskSummary } from './core/summarizeVideoTasks.js'
export type { TypicalDuration } from './core/TypicalDuration.js'
export { smoothProgress, type SmoothProgressContext } from './core/smoothProgress.js'
export { videoUrlExpiry } from './core/videoUrlExpiry.js'
export type { VideoTaskSourcePreference } from './core/videoTaskAddresses.js'
export type { VideoTaskRecord, VideoTaskRegistry } from './core/VideoTaskRegistry.js'
export type { VideoTaskStorage } from './core/safeStorage.js'
