import type { VideoTaskErrorKind } from './errorKind.js'

/** Message for users about one kind of error. */
export interface VideoTaskErrorText {
  /** What happened. */
  title: string
  /** What the user can do, or what happens next. */
  action: string
}

/** Messages for every kind of error, in one language. */
export type VideoTaskErrorMessages = Record<VideoTaskErrorKind, VideoTaskErrorText>

/** Messages of the app's own: for some kinds of errors, and by `code` for refusals that are no kind, such as `daily_limit`. */
export type VideoTaskOwnErrorMessages = Partial<VideoTaskErrorMessages> & {
  readonly [code: string]: VideoTaskErrorText | undefined
}

/** Messages for every kind of error, in English. */
export const englishErrorMessages: VideoTaskErrorMessages = {
  moderation: {
    title: 'This was not allowed.',
    action: 'Change the prompt or the pictures, then try again.',
  },
  quota: {
    title: 'Not enough credit.',
    action: 'Add credit or ask the account’s owner, then try again.',
  },
  sign_in: {
    title: 'You are signed out.',
    action: 'Sign in again. If this repeats, tell the app’s owner.',
  },
  forbidden: {
    title: 'You do not have access.',
    action: 'Ask the account’s owner.',
  },
  model_unavailable: {
    title: 'This model is unavailable right now.',
    action: 'Choose another one, or try later.',
  },
  unknown_task: {
    title: 'We cannot find this video.',
    action: 'It may be deleted, or in another account. Making it again is billed again.',
  },
  expired: {
    title: 'This video was deleted after its time was up.',
    action: 'Make it again.',
  },
  rate_limit: {
    title: 'Too many requests.',
    action: 'Try again later.',
  },
  network: {
    title: 'Cannot reach the video service.',
    action: 'Check your connection. Videos already started keep going.',
  },
  timeout: {
    title: 'The video service is slow to answer.',
    action: 'Try again in a moment.',
  },
  wrong_base_url: {
    title: 'This app is not set up correctly.',
    action: 'Tell its owner.',
  },
  invalid_request: {
    title: 'These settings were not accepted.',
    action: 'Change the length, size or pictures, then try again.',
  },
  busy: {
    title: 'The video service is busy.',
    action: 'Try again in a few minutes.',
  },
  unreadable: {
    title: 'We got an unexpected answer.',
    action: 'Try again. If this repeats, contact support.',
  },
  failed: {
    title: 'We could not make this video.',
    action: 'Try again, or edit the prompt.',
  },
  unknown: {
    title: 'Something went wrong.',
    action: 'Try again. If this repeats, contact support.',
  },
}
