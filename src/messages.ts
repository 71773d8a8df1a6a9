export {
  describeVideoTaskError,
  type VideoTaskErrorDescription,
} from './core/errors/describeVideoTaskError.js'
export {
  englishErrorMessages,
  type VideoTaskErrorMessages,
  type VideoTaskErrorText,
  type VideoTaskOwnErrorMessages,
} from './core/errors/englishErrorMessages.js'
export { getVideoTaskErrorKind, type VideoTaskErrorKind } from './core/errors/errorKind.js'
export type {
  VideoTaskAnnouncement,
  VideoTaskCount,
  VideoTaskFormMessages,
  VideoTaskMessages,
  VideoTaskReferencesMessages,
  VideoTaskShareMessages,
} from './core/messages.js'
export { chineseErrorMessages, chineseMessages } from './components/messages/translations/chineseMessages.js'
export { frenchErrorMessages, frenchMessages } from './components/messages/translations/frenchMessages.js'
export { germanErrorMessages, germanMessages } from './components/messages/translations/germanMessages.js'
export {
  japaneseErrorMessages,
  japaneseMessages,
} from './components/messages/translations/japaneseMessages.js'
export {
  portugueseErrorMessages,
  portugueseMessages,
} from './components/messages/translations/portugueseMessages.js'
export { spanishErrorMessages, spanishMessages } from './components/messages/translations/spanishMessages.js'
export { englishMessages } from './components/messages/englishMessages.js'
