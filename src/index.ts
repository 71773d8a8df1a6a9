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
export type {
  VideoTaskFormMessages,
  VideoTaskMessages,
  VideoTaskReferencesMessages,
  VideoTaskShareMessages,
} from './core/messages.js'
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
export { assertTaskId } from './core/wire/taskId.js'
export { videoUrlExpiry } from './core/wire/videoUrl.js'
export {
  useVideoTaskDownload,
  type UseVideoTaskDownloadOptions,
  type VideoTaskDownloadResult,
} from './hooks/download/useVideoTaskDownload.js'
export type { VideoTaskNotification } from './hooks/notifications/backgroundNotifications.js'
export type { VideoTaskNotificationPermission } from './hooks/notifications/notificationPermission.js'
export type { VideoTaskHistoryDetails, VideoTaskHistoryEntry } from './hooks/history/historyEntries.js'
export type { VideoTaskHistoryForm } from './hooks/history/historyParams.js'
export {
  useVideoTaskHistory,
  type UseVideoTaskHistoryOptions,
  type VideoTaskHistory,
} from './hooks/history/useVideoTaskHistory.js'
export {
  useVideoTaskNotifications,
  type UseVideoTaskNotificationsOptions,
  type VideoTaskNotifications,
} from './hooks/notifications/useVideoTaskNotifications.js'
export type {
  VideoReference,
  VideoReferenceLimits,
  VideoReferenceProblem,
  VideoReferenceWarning,
} from './hooks/references/checkReferences.js'
export type { RefusedVideoReference, VideoReferenceRefusal } from './hooks/references/referenceStore.js'
export {
  useVideoReferences,
  type UseVideoReferencesOptions,
  type VideoReferenceParams,
  type VideoReferences,
} from './hooks/references/useVideoReferences.js'
export { useVideoUpload, type VideoUpload } from './hooks/references/useVideoUpload.js'
export {
  useVideoTaskSource,
  type UseVideoTaskSourceOptions,
  type VideoTaskSource,
} from './hooks/source/useVideoTaskSource.js'
export {
  type CreateVideo,
  useCreateVideoTask,
  type UseCreateVideoTaskOptions,
  type UseCreateVideoTaskResult,
  useRemixVideoTask,
  type UseRemixVideoTaskOptions,
} from './hooks/useCreateVideoTask.js'
export { useDeleteVideoTask, type UseDeleteVideoTaskOptions } from './hooks/useDeleteVideoTask.js'
export { usePendingVideoTasks, type UsePendingVideoTasksOptions } from './hooks/usePendingVideoTasks.js'
export { useVideoTask, type UseVideoTaskOptions } from './hooks/useVideoTask.js'
export { useVideoTaskEvents, type UseVideoTaskEventsOptions } from './hooks/useVideoTaskEvents.js'
export { useVideoTaskList, type UseVideoTaskListOptions, useVideoTasks } from './hooks/useVideoTasks.js'
export {
  type VideoTaskContextValue,
  VideoTaskProvider,
  type VideoTaskProviderProps,
} from './hooks/VideoTaskProvider.js'
export { clearVideoTasks, type ClearVideoTasksOptions, resumeVideoTask } from './query/cacheActions.js'
export {
  createVideoTaskOptions,
  type CreateVideoTaskOptions,
  remixVideoTaskOptions,
  type RemixVideoVariables,
} from './query/createVideoTaskOptions.js'
export { deleteVideoTaskOptions } from './query/deleteVideoTaskOptions.js'
export {
  videoTaskListOptions,
  type VideoTaskListKey,
  type VideoTaskListOptions,
  type VideoTaskListQueryOptions,
} from './query/videoTaskListOptions.js'
export type { VideoTaskTabs } from './query/tabs/createVideoTaskTabs.js'
export {
  subscribeToVideoTasks,
  type VideoTaskEventsOptions,
  type VideoTaskListeners,
} from './query/videoTaskEvents.js'
export { type VideoTaskKey, videoTaskKeys } from './query/videoTaskKeys.js'
export {
  type VideoTaskOptions,
  videoTaskOptions,
  type VideoTaskQueryOptions,
} from './query/videoTaskOptions.js'
