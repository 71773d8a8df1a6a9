export { chineseMessages } from './components/messages/chineseMessages.js'
export { englishMessages } from './components/messages/englishMessages.js'
export { chineseErrorMessages } from './core/errors/chineseErrorMessages.js'
export {
  describeVideoTaskError,
  type VideoTaskErrorDescription,
  type VideoTaskErrorText,
  type VideoTaskErrorMessages,
} from './core/errors/describeVideoTaskError.js'
export { englishErrorMessages } from './core/errors/describeVideoTaskError.js'
export type { VideoTaskMessages } from './core/messages.js'
export { getVideoTaskErrorKind, type VideoTaskErrorKind } from './core/errors/describeVideoTaskError.js'
