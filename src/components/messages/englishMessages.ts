import { englishNotification } from '../../core/englishNotification.js'
import type { VideoTaskMessages } from '../../core/VideoTaskMessages.js'
import { checkAgainWords } from '../actions/checkAgainWords.js'
import { copyWords } from '../actions/copyWords.js'
import { downloadWords } from '../actions/downloadWords.js'
import { notifyWords } from '../actions/notifyWords.js'
import { tryAgainWords } from '../actions/tryAgainWords.js'
import { spokenWords } from '../announcer/spokenWords.js'
import { errorWords } from '../error/errorWords.js'
import { listWords } from '../list/listWords.js'
import { progressWords } from '../progress/progressWords.js'
import { stepsWords } from '../progress/stepsWords.js'
import { titleWords } from '../root/titleWords.js'
import { stateWords } from '../status/stateWords.js'

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
  ...spokenWords,
  ...errorWords,
  ...checkAgainWords,
  ...tryAgainWords,
  ...downloadWords,
  ...copyWords,
  ...listWords,
  ...notifyWords,
  notification: englishNotification,
}
