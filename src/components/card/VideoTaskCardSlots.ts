import type { ReactNode } from 'react'

/** Places of a card where the app may put something of its own, which reads `useVideoTaskWatch`; null leaves one out. */
export interface VideoTaskCardSlots {
  /** Instead of `VideoTaskProgress`, while the task is under way. */
  progress?: ReactNode
  /** Instead of `VideoTaskPlayer`, once the task is completed; `useVideoTaskSource` serves any player. */
  player?: ReactNode
  /** Instead of `VideoTaskErrorMessage` and the button under it. */
  error?: ReactNode
  /** Instead of `VideoTaskStatus` in the row. */
  status?: ReactNode
  /** Instead of the link and download buttons in the row. */
  actions?: ReactNode
}
