export {
  describeVideoTaskError,
  type VideoTaskErrorDescription,
} from './core/errors/describeVideoTaskError.js'
export {
  englishErrorMessages,
  type VideoTaskErrorMessages,
  type VideoTaskErrorText,
} from './core/errors/englishErrorMessages.js'
export { getVideoTaskErrorKind, type VideoTaskErrorKind } from './core/errors/errorKind.js'
export type {
  VideoTaskAnnouncement,
  VideoTaskCount,
  VideoTaskFormMessages,
  VideoTaskMessages,
  VideoTaskReferencesMessages,
} from './core/messages.js'
export { chineseErrorMessages, chineseMessages } from './components/messages/chineseMessages.js'
export { frenchErrorMessages, frenchMessages } from './components/messages/frenchMessages.js'
export { germanErrorMessages, germanMessages } from './components/messages/germanMessages.js'
export { japaneseErrorMessages, japaneseMessages } from './components/messages/japaneseMessages.js'
export { portugueseErrorMessages, portugueseMessages } from './components/messages/portugueseMessages.js'
export { spanishErrorMessages, spanishMessages } from './components/messages/spanishMessages.js'
export { englishMessages } from './components/messages/englishMessages.js'
