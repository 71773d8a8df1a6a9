export { chineseMessages } from './components/messages/chineseMessages.js'
export { englishMessages } from './components/messages/englishMessages.js'
export { chineseErrorSentences } from './core/chineseErrorSentences.js'
export {
  describeVideoTaskError,
  type VideoTaskErrorDescription,
  type VideoTaskErrorSentence,
  type VideoTaskErrorSentences,
} from './core/describeVideoTaskError.js'
export { englishErrorSentences } from './core/englishErrorSentences.js'
export type { VideoTaskMessages } from './core/VideoTaskMessages.js'
export { videoTaskProblem, type VideoTaskProblem } from './core/videoTaskProblem.js'
