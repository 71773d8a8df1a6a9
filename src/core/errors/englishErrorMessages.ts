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

/** Messages for every kind of error, in English. */
export const englishErrorMessages: VideoTaskErrorMessages = {
  moderation: {
    title: 'This video was blocked by content moderation.',
    action: 'Change the prompt or the images, then try again.',
  },
  quota: {
    title: 'The account balance is too low for this video.',
    action: 'Add credit or ask the account owner, then try again.',
  },
  sign_in: {
    title: 'The video service rejected the sign-in.',
    action: 'Sign in again. If the problem persists, the app owner needs to renew the API key.',
  },
  forbidden: {
    title: 'This account does not have permission.',
    action: 'Ask the account owner for access.',
  },
  model_unavailable: {
    title: 'This model is unavailable right now.',
    action: 'Choose another model or try again later.',
  },
  unknown_task: {
    title: 'The video service cannot find this video.',
    action: 'The video may have been deleted or belong to another account. Create it again.',
  },
  expired: {
    title: 'The video service no longer stores this video.',
    action: 'Create the video again and download it once it is ready.',
  },
  rate_limit: {
    title: 'Too many requests.',
    action: 'Try again in a minute.',
  },
  network: {
    title: 'Cannot reach the video service.',
    action: 'Check the internet connection, then try again. Videos in progress keep rendering.',
  },
  timeout: {
    title: 'The video service took too long to respond.',
    action: 'Try again in a moment.',
  },
  wrong_base_url: {
    title: 'This app uses the wrong address for the video service.',
    action: 'The app owner needs to correct the settings.',
  },
  invalid_request: {
    title: 'The video service does not accept these settings.',
    action: 'Change the prompt, length, size or images, then try again.',
  },
  busy: {
    title: 'The video service is busy or unavailable.',
    action: 'Try again in a few minutes.',
  },
  unreadable: {
    title: 'The video service sent an invalid response.',
    action: 'Try again in a moment. If the problem persists, contact support.',
  },
  failed: {
    title: 'The video could not be made.',
    action: 'Try again or change the prompt.',
  },
  unknown: {
    title: 'Something went wrong.',
    action: 'Try again. If the problem persists, contact support.',
  },
}
