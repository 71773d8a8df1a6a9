import type { VideoTaskErrorSentences } from './describeVideoTaskError.js'

/** What to tell people of each problem, in English. */
export const englishErrorSentences: VideoTaskErrorSentences = {
  moderation: {
    title: 'The content check refused this video.',
    action: 'Change the prompt or the pictures, then try again.',
  },
  quota: {
    title: 'The balance does not cover this video.',
    action: 'Top up the account or ask its owner to, then try again.',
  },
  sign_in: {
    title: 'The video service did not accept the sign-in.',
    action: 'Sign in again. If it happens again, the owner of this app has to renew its key.',
  },
  forbidden: {
    title: 'This account may not do that.',
    action: 'Ask the owner of the account for access.',
  },
  model_unavailable: {
    title: 'This model is not available at the moment.',
    action: 'Choose another model, or try again later.',
  },
  unknown_task: {
    title: 'The video service does not know this video.',
    action: 'It may have been removed, or belong to another account. Make the video again.',
  },
  expired: {
    title: 'The video service no longer keeps this video.',
    action: 'Make the video again, and download it this time.',
  },
  rate_limit: {
    title: 'There are too many requests at the moment.',
    action: 'Try again in a minute.',
  },
  network: {
    title: 'The video service cannot be reached.',
    action: 'Check the internet connection, then try again. A video already being made goes on.',
  },
  timeout: {
    title: 'The video service took too long to answer.',
    action: 'Try again in a moment.',
  },
  wrong_base_url: {
    title: 'This app asks the wrong address for videos.',
    action: 'The owner of this app has to correct its settings.',
  },
  invalid_request: {
    title: 'The video service cannot work with these settings.',
    action: 'Change the prompt, length, size or pictures, then try again.',
  },
  busy: {
    title: 'The video service is busy or down.',
    action: 'Try again in a few minutes.',
  },
  unreadable: {
    title: 'The video service sent an answer that cannot be read.',
    action: 'Try again in a moment. If it happens again, contact support.',
  },
  failed: {
    title: 'The video could not be made.',
    action: 'Try again, or change the prompt first.',
  },
  unknown: {
    title: 'Something did not work.',
    action: 'Try again. If it happens again, contact support.',
  },
}
