export { chineseMessages } from './components/messages/chineseMessages.js'
export { englishMessages } from './components/messages/englishMessages.js'
export { chineseErrorMessages } from './core/errors/chineseErrorMessages.js'
export {
  describeVideoTaskError,
  englishErrorMessages,
  getVideoTaskErrorKind,
  type VideoTaskErrorDescription,
  type VideoTaskErrorKind,
  type VideoTaskErrorMessages,
  type VideoTaskErrorText,
} from './core/errors/describeVideoTaskError.js'
export type { VideoTaskMessages } from './core/messages.js'
