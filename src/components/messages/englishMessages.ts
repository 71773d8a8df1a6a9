import {
  actionWords,
  announcementWords,
  cardWords,
  copyWords,
  downloadWords,
  formWords,
  listWords,
  menuWords,
  notifyWords,
  outageWords,
  pageDownloadWords,
  playerWords,
  referencesWords,
  refreshButtonWords,
  retryButtonWords,
  shareWords,
  stateWords,
  stepsWords,
  timeWords,
  titleWords,
  viewerWords,
} from './englishWords.js'
import { errorWords } from './errorWords.js'
import { englishNotification, type VideoTaskMessages } from '../../core/messages.js'

/**
 * The components' text in English, to copy for a language of the app's own; error messages are in `englishErrorMessages`.
 * It is the default, and no component imports it: each imports its own words, so that an app ships only the text of what
 * it renders.
 */
export const englishMessages: VideoTaskMessages = {
  locale: 'en',
  ...stateWords,
  ...titleWords,
  ...cardWords,
  ...actionWords,
  ...menuWords,
  ...playerWords,
  ...timeWords,
  ...stepsWords,
  ...announcementWords,
  ...errorWords,
  ...outageWords,
  ...refreshButtonWords,
  ...retryButtonWords,
  ...downloadWords,
  ...pageDownloadWords,
  ...copyWords,
  ...listWords,
  ...viewerWords,
  ...notifyWords,
  notification: englishNotification,
  form: formWords,
  references: referencesWords,
  share: shareWords,
}
