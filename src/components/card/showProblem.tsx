import type { MouseEventHandler, ReactNode } from 'react'
import { isNewPress } from '../actions/isNewPress.js'
import { createWatch, type WatchTools } from './createWatch.js'
import { againIcon, editIcon, Icon } from '../icons.js'
import { actionWords, refreshButtonWords, retryButtonWords } from '../messages/englishWords.js'
import { ErrorText } from '../messages/ErrorText.js'
import { explainWatch, glyphOf, isPromptRefused } from '../messages/explainWatch.js'
import type { LiveText } from '../LiveText.js'
import type { VideoTaskMessages } from '../../core/messages.js'
import type { VideoTaskWatch, WatchedTask } from '../useVideoTaskWatch.js'
import type { FailedVideoTask, VideoTask } from '../../core/task/videoTask.js'

/** What resolves an error, where the app can. */
export interface ProblemActions {
  onRetry?: ((task: FailedVideoTask) => void) | undefined
  onEditPrompt?: ((task: VideoTask) => void) | undefined
}

interface Problem extends ProblemActions, WatchTools {
  watch: WatchedTask
  /** What is wrong: the state, by what is certain of it. */
  problem: keyof VideoTaskMessages['state']
  /** The app's own words; English for the rest. */
  messages: Partial<VideoTaskMessages> & Pick<VideoTaskMessages, 'state'>
  /** Formats a time in ms. */
  duration: (ms: number) => string
  /** Renders the button of an action. */
  button: (icon: string, words: string, onClick: MouseEventHandler) => ReactNode
  /** The page's own. */
  LiveText: typeof LiveText
  /** Whether the buttons are apart from the message. */
  isCompact: boolean
}

/** The message of an error, and the buttons that are apart from it. */
export interface ProblemView {
  notice?: ReactNode
  verbs?: ReactNode
}

/** Shows in a card why there is no video, and what resolves that. */
export function showProblem(view: Problem): ProblemView {
  const { problem, messages, duration, LiveText, isCompact } = view
  const watch = createWatch(view.watch, view)
  const verbs = <div className="video-task-verbs">{verbsOf(watch, view)}</div>
  const text = { watch, messages, duration, LiveText }
  const notice = (
    <div className="video-task-notice">
      <Icon path={glyphOf(problem)} />
      <ErrorText {...text} explanation={explainWatch(watch, problem, messages, duration)} />
      {!isCompact && verbs}
    </div>
  )
  return { notice, verbs: isCompact && verbs }
}

/** The actions that resolve an error, the best one first: that is another prompt where the prompt was the reason. */
function verbsOf(watch: VideoTaskWatch, { messages, button, onRetry, onEditPrompt }: Problem): ReactNode[] {
  const { state, task, refresh } = watch
  const words = { ...actionWords, ...refreshButtonWords, ...retryButtonWords, ...messages }
  if (task?.status !== 'failed' && task?.status !== 'error')
    return state === 'unplayable'
      ? []
      : [button(againIcon, state === 'expired' ? words.refreshLink : words.refresh, refresh)]
  const verbs = []
  if (onRetry) verbs.push(button(againIcon, words.retry, (event) => isNewPress(event) && onRetry(task)))
  if (onEditPrompt) verbs.push(button(editIcon, words.editPrompt, () => onEditPrompt(task)))
  return isPromptRefused(task) ? verbs.reverse() : verbs
}
