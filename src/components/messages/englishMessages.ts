import {
  refreshButtonWords,
  copyWords,
  downloadWords,
  errorWords,
  listWords,
  notifyWords,
  progressWords,
  announcementWords,
  stateWords,
  stepsWords,
  titleWords,
  retryButtonWords,
} from './words.js'
import { englishNotification, type VideoTaskMessages } from '../../core/messages.js'

/**
 * What the components say, in English, where the provider has no `messages`; the sentences of errors have an English of
 * their own. No component imports it: each has its own words, so that an app ships only those it shows.
 */
export const englishMessages: VideoTaskMessages = {
  locale: 'en',
  ...stateWords,
  ...titleWords,
  ...progressWords,
  ...stepsWords,
  ...announcementWords,
  ...errorWords,
  ...refreshButtonWords,
  ...retryButtonWords,
  ...downloadWords,
  ...copyWords,
  ...listWords,
  ...notifyWords,
  notification: englishNotification,
}
