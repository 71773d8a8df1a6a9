export { assertTaskId } from './core/wire/taskId.js'
export { createVideoClient, type VideoClientOptions } from './core/client/createVideoClient.js'
export type { HeadersOption } from './core/client/headers.js'
export { isTerminal } from './core/task/videoTask.js'
export {
  type NextPoll,
  nextPoll,
  type PollEnvironment,
  type PollOptions,
  type PollReason,
  type PollState,
} from './core/polling/nextPoll.js'
export { parseVideoTask, type ParseVideoTaskOptions } from './core/wire/parseVideoTask.js'
export { openVideoContent } from './core/content/videoContent.js'
export { readVideoContent } from './core/content/videoContent.js'
export { VideoApiError } from './core/errors/VideoTaskError.js'
export type {
  ContentUrlOptions,
  CreateVideoParams,
  RequestOptions,
  VideoClient,
} from './core/client/VideoClient.js'
export { type VideoModel, videoModels } from './core/client/videoModels.js'
export type { ContentProgress, VideoContent, VideoContentOptions } from './core/content/videoContent.js'
export { VideoNetworkError } from './core/errors/VideoTaskError.js'
export { VideoResponseError } from './core/errors/VideoTaskError.js'
export type {
  CompletedVideoTask,
  FailedVideoTask,
  InProgressVideoTask,
  QueuedVideoTask,
  VideoTask,
  VideoTaskBase,
  VideoTaskFailure,
  VideoTaskStatus,
} from './core/task/videoTask.js'
export { VideoTaskError } from './core/errors/VideoTaskError.js'
export {
  type VideoTaskSchema,
  type VideoTaskSchemaResult,
  videoTaskSchema,
} from './core/wire/videoTaskSchema.js'
export { type VideoTaskState, videoTaskState, type WatchResult } from './core/task/videoTaskState.js'
export { useCreateVideoTask, type UseCreateVideoTaskOptions } from './hooks/useCreateVideoTask.js'
export { useVideoTask, type UseVideoTaskOptions } from './hooks/useVideoTask.js'
export { useVideoTasks } from './hooks/useVideoTasks.js'
export type { VideoTaskContextValue } from './hooks/VideoTaskProvider.js'
export { VideoTaskProvider, type VideoTaskProviderProps } from './hooks/VideoTaskProvider.js'
export { type CreateVideoTaskOptions, createVideoTaskOptions } from './query/createVideoTaskOptions.js'
export { resumeVideoTask } from './query/cacheActions.js'
export { type VideoTaskKey, videoTaskKeys } from './query/videoTaskKeys.js'
export {
  type VideoTaskOptions,
  videoTaskOptions,
  type VideoTaskQueryOptions,
} from './query/videoTaskOptions.js'
export type { VideoTaskObservation } from './core/task/videoTask.js'
export {
  createDurationStore,
  type DurationStore,
  type DurationStoreOptions,
} from './core/storage/durationStore.js'
export { createVideoTaskRegistry, type VideoTaskRegistryOptions } from './core/storage/videoTaskRegistry.js'
export { estimateTimeLeft, type TimeLeft, type TimeLeftContext } from './core/polling/predictEnd.js'
export { summarizeVideoTasks, type VideoTaskSummary } from './core/task/videoTaskState.js'
export type { TypicalDuration } from './core/polling/predictEnd.js'
export { smoothProgress, type SmoothProgressContext } from './core/polling/progress.js'
export type { VideoTaskMessages } from './core/messages.js'
export { videoUrlExpiry } from './core/wire/videoUrlExpiry.js'
export type { VideoTaskSourcePreference } from './core/content/playableUrls.js'
export type { VideoTaskRecord, VideoTaskRegistry } from './core/storage/videoTaskRegistry.js'
export { usePendingVideoTasks, type UsePendingVideoTasksOptions } from './hooks/usePendingVideoTasks.js'
export { useVideoTaskEvents, type UseVideoTaskEventsOptions } from './hooks/useVideoTaskEvents.js'
export type { VideoTaskNotificationPermission } from './hooks/notifications/notificationPermission.js'
export type { VideoTaskNotification } from './hooks/notifications/backgroundNotifications.js'
export {
  useVideoTaskDownload,
  type UseVideoTaskDownloadOptions,
  type VideoTaskDownloadResult,
} from './hooks/download/useVideoTaskDownload.js'
export {
  useVideoTaskNotifications,
  type UseVideoTaskNotificationsOptions,
  type VideoTaskNotifications,
} from './hooks/notifications/useVideoTaskNotifications.js'
export {
  useVideoTaskSource,
  type UseVideoTaskSourceOptions,
  type VideoTaskSource,
} from './hooks/source/useVideoTaskSource.js'
export type { VideoTaskTabs } from './query/tabs/createVideoTaskTabs.js'
export { clearVideoTasks, type ClearVideoTasksOptions } from './query/cacheActions.js'
export { subscribeToVideoTasks, type VideoTaskEventsOptions } from './query/videoTaskEvents.js'
export type { VideoTaskListeners } from './query/videoTaskEvents.js'
export type { VideoTaskStorage } from './core/storage/storage.js'
