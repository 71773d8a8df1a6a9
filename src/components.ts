export type { ActionButtonProps } from './components/actions/ActionButton.js'
export { VideoTaskActions, type VideoTaskActionsProps } from './components/actions/VideoTaskActions.js'
export { VideoTaskCheckAgain } from './components/actions/VideoTaskCheckAgain.js'
export { VideoTaskCopyLink, type VideoTaskCopyLinkProps } from './components/actions/VideoTaskCopyLink.js'
export { VideoTaskDownload, type VideoTaskDownloadProps } from './components/actions/VideoTaskDownload.js'
export {
  VideoTaskNotifyButton,
  type VideoTaskNotifyButtonProps,
} from './components/actions/VideoTaskNotifyButton.js'
export { VideoTaskTryAgain, type VideoTaskTryAgainProps } from './components/actions/VideoTaskTryAgain.js'
export { VideoTaskCard, type VideoTaskCardProps } from './components/card/VideoTaskCard.js'
export type { VideoTaskCardSlots } from './components/card/VideoTaskCardSlots.js'
export {
  VideoTaskErrorMessage,
  type VideoTaskErrorMessageProps,
} from './components/error/VideoTaskErrorMessage.js'
export { VideoTaskList, type VideoTaskListProps } from './components/list/VideoTaskList.js'
export { VideoTaskPlayer, type VideoTaskPlayerProps } from './components/player/VideoTaskPlayer.js'
export { VideoTaskProgress, type VideoTaskProgressProps } from './components/progress/VideoTaskProgress.js'
export { VideoTaskSteps, type VideoTaskStepsProps } from './components/progress/VideoTaskSteps.js'
export type { PartProps, PartRender } from './components/renderPart.js'
export { VideoTaskRoot, type VideoTaskRootProps } from './components/root/VideoTaskRoot.js'
export { VideoTaskStatus, type VideoTaskStatusProps } from './components/status/VideoTaskStatus.js'
export { useVideoTaskWatch, type VideoTaskWatch } from './components/useVideoTaskWatch.js'
export type { WatchedTask } from './components/WatchContext.js'
