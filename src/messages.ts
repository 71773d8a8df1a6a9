export { chineseErrorMessages } from './core/errors/chineseErrorMessages.js'
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
  VideoTaskFormMessages,
  VideoTaskMessages,
  VideoTaskReferencesMessages,
} from './core/messages.js'
export { chineseMessages } from './components/messages/chineseMessages.js'
export { englishMessages } from './components/messages/englishMessages.js'
