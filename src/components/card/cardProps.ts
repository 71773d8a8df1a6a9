import type { HTMLAttributes, ReactNode } from 'react'
import type { VideoTaskSourcePreference } from '../../core/content/playableUrls.js'
import type { CompletedVideoTask, FailedVideoTask, VideoTask } from '../../core/task/videoTask.js'
import type { VideoTaskState } from '../../core/task/videoTaskState.js'

/** An action of the app's own in the menu of a card. */
export interface VideoTaskCardAction {
  /** Words of the action; unique in a card. */
  label: string
  /** A picture of 20 px before the words. */
  icon?: ReactNode
  /** States in which the action is possible; in any other it is not shown. @default all with a task */
  states?: readonly VideoTaskState[] | undefined
  /** Called with the task when the action is chosen. */
  onSelect: (task: VideoTask) => void
}

/** Props of `VideoTaskCard`: its own, and every attribute of an `<article>`. */
export interface VideoTaskCardProps extends Omit<HTMLAttributes<HTMLElement>, 'title' | 'children'> {
  /** The task to show; null while there is none yet. */
  taskId: string | null | undefined
  /** The line of text in the row under the video. @default the task's prompt, where the API returns it */
  title?: ReactNode
  /** Frame size to reserve, `WIDTHxHEIGHT`. @default the task's own `size`, else 16:9 */
  size?: string | undefined
  /**
   * URL of the image shown until the video plays, and once its link has expired; blurred while the video is made, as the
   * reference picture that it is made of. @default the video's first frame, and until then a colour of its own
   */
  poster?: string | undefined
  /** The video area above the row of text, or a small one beside it. @default 'full' */
  variant?: 'full' | 'compact' | undefined
  /** Level of the title, which is a heading. @default 3 */
  headingLevel?: 1 | 2 | 3 | 4 | 5 | 6 | undefined
  /** Icons with the words as tooltips, or words beside the facts; the row is then a little higher. @default 'icons' */
  labels?: 'icons' | 'text' | undefined
  /** Source tried first: the task's temporary `video_url`, or the content route of the API or proxy. @default 'url' */
  source?: VideoTaskSourcePreference | undefined
  /** The app's own elements instead of the card's parts; null omits a part. */
  slots?: VideoTaskCardSlots | undefined
  /** Called with the failed task when the retry button is pressed; without it there is no such button. */
  onRetry?: ((task: FailedVideoTask) => void) | undefined
  /** Called with the finished task when it is to be made again; without it there is no such action. */
  onAgain?: ((task: CompletedVideoTask) => void) | undefined
  /**
   * Called with an ended task when its prompt is to be edited; without it there is no such action. It is the first button
   * where the prompt was the reason of a failure.
   */
  onEditPrompt?: ((task: VideoTask) => void) | undefined
  /**
   * Called with the id 8 s after the video was deleted on screen, unless that was undone, or earlier when the card is
   * removed or the page closes, which ends a request without `keepalive`; without it there is no such action. A promise that
   * rejects brings the video back.
   */
  onDelete?: ((taskId: string) => unknown) | undefined
  /** Actions of the app's own in the card's menu, after ours. @default none */
  actions?: readonly VideoTaskCardAction[] | undefined
  /** Whether the facts of a video that has ended say how long ago that was. @default false */
  time?: boolean | undefined
}

/**
 * Parts of a card that the app can replace with elements of its own, which read `useVideoTaskWatch`; null omits a part.
 */
export interface VideoTaskCardSlots {
  /** Replaces `VideoTaskProgress`, until the task has ended. */
  progress?: ReactNode
  /** Replaces `VideoTaskPlayer`, once the task is completed; `useVideoTaskSource` works with any player. */
  player?: ReactNode
  /** Replaces `VideoTaskErrorMessage` and the button under it. */
  error?: ReactNode
  /** Replaces `VideoTaskStatus` in the row. */
  status?: ReactNode
  /** Replaces the link and download buttons in the row; the menu stays. `actions` appends to it. */
  actions?: ReactNode
}
