export { VideoTaskActions, type VideoTaskActionsProps } from './components/actions/VideoTaskActions.js'
export type { ActionButtonProps } from './components/actions/ActionButton.js'
export {
  useVideoTaskShareActions,
  type UseVideoTaskShareActionsOptions,
  type VideoTaskShareActions,
} from './components/actions/useVideoTaskShareActions.js'
export { VideoTaskCopyLink, type VideoTaskCopyLinkProps } from './components/actions/VideoTaskCopyLink.js'
export { VideoTaskDownload, type VideoTaskDownloadProps } from './components/actions/VideoTaskDownload.js'
export {
  VideoTaskNotifyButton,
  type VideoTaskNotifyButtonProps,
} from './components/actions/VideoTaskNotifyButton.js'
export { VideoTaskRefreshButton } from './components/actions/VideoTaskRefreshButton.js'
export {
  VideoTaskRetryButton,
  type VideoTaskRetryButtonProps,
} from './components/actions/VideoTaskRetryButton.js'
export type {
  VideoTaskFormFieldName,
  VideoTaskFormFieldState,
  VideoTaskFormOption,
  VideoTaskFormValues,
} from './components/form/formFields.js'
export {
  VideoTaskForm,
  type VideoTaskFormProps,
  type VideoTaskFormSlots,
} from './components/form/VideoTaskForm.js'
export {
  useVideoTaskForm,
  VideoTaskFormField,
  type VideoTaskFormFieldProps,
  type VideoTaskFormState,
} from './components/form/VideoTaskFormField.js'
export {
  VideoTaskFormError,
  type VideoTaskFormErrorProps,
  VideoTaskFormSubmit,
  type VideoTaskFormSubmitProps,
} from './components/form/VideoTaskFormSubmit.js'
export { VideoTaskFormPrice, type VideoTaskFormPriceProps } from './components/form/VideoTaskFormPrice.js'
export {
  VideoTaskReferences,
  type VideoTaskReferencesProps,
  type VideoTaskReferencesSlots,
} from './components/references/VideoTaskReferences.js'
export type { PartProps, PartRender } from './components/renderPart.js'
export { useVideoTaskWatch, type VideoTaskWatch, type WatchedTask } from './components/useVideoTaskWatch.js'
export type {
  VideoTaskCardAction,
  VideoTaskCardProps,
  VideoTaskCardSlots,
} from './components/card/cardProps.js'
export { VideoTaskCard } from './components/VideoTaskCard.js'
export { VideoTaskErrorMessage, type VideoTaskErrorMessageProps } from './components/VideoTaskErrorMessage.js'
export {
  type VideoTaskDetails,
  VideoTaskList,
  type VideoTaskListProps,
  type VideoTaskListSlots,
} from './components/VideoTaskList.js'
export { VideoTaskPlayer, type VideoTaskPlayerProps } from './components/VideoTaskPlayer.js'
export { VideoTaskProgress, type VideoTaskProgressProps } from './components/VideoTaskProgress.js'
export { VideoTaskRoot, type VideoTaskRootProps } from './components/VideoTaskRoot.js'
export { VideoTaskStatus, type VideoTaskStatusProps } from './components/VideoTaskStatus.js'
export { VideoTaskSteps, type VideoTaskStepsProps } from './components/VideoTaskSteps.js'
