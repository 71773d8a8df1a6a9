export type { ActionButtonProps } from './components/actions/ActionButton.js'
export { VideoTaskActions, type VideoTaskActionsProps } from './components/actions/VideoTaskActions.js'
export { VideoTaskRefreshButton } from './components/actions/VideoTaskRefreshButton.js'
export { VideoTaskCopyLink, type VideoTaskCopyLinkProps } from './components/actions/VideoTaskCopyLink.js'
export { VideoTaskDownload, type VideoTaskDownloadProps } from './components/actions/VideoTaskDownload.js'
export {
  VideoTaskNotifyButton,
  type VideoTaskNotifyButtonProps,
} from './components/actions/VideoTaskNotifyButton.js'
export {
  VideoTaskRetryButton,
  type VideoTaskRetryButtonProps,
} from './components/actions/VideoTaskRetryButton.js'
export { VideoTaskCard, type VideoTaskCardProps } from './components/VideoTaskCard.js'
export type { VideoTaskCardSlots } from './components/VideoTaskCard.js'
export { VideoTaskErrorMessage, type VideoTaskErrorMessageProps } from './components/VideoTaskErrorMessage.js'
export { VideoTaskList, type VideoTaskListProps } from './components/VideoTaskList.js'
export { VideoTaskPlayer, type VideoTaskPlayerProps } from './components/VideoTaskPlayer.js'
export { VideoTaskProgress, type VideoTaskProgressProps } from './components/VideoTaskProgress.js'
export { VideoTaskSteps, type VideoTaskStepsProps } from './components/VideoTaskSteps.js'
export type { PartProps, PartRender } from './components/part.js'
export { VideoTaskRoot, type VideoTaskRootProps } from './components/VideoTaskRoot.js'
export { VideoTaskStatus, type VideoTaskStatusProps } from './components/VideoTaskStatus.js'
export { useVideoTaskWatch, type VideoTaskWatch } from './components/watch.js'
export type { WatchedTask } from './components/watch.js'
