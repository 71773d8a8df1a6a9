import { englishErrorSentences } from './englishErrorSentences.js'
import { VideoApiError } from './VideoApiError.js'
import type { VideoTaskFailure } from './VideoTask.js'
import { videoTaskProblem, type VideoTaskProblem } from './videoTaskProblem.js'

/** What a person is told of one problem. */
export interface VideoTaskErrorSentence {
  /** What happened. */
  title: string
  /** What the person can do, or what happens next. */
  action: string
}

/** A sentence for every problem: one language. */
export type VideoTaskErrorSentences = Record<VideoTaskProblem, VideoTaskErrorSentence>

/** An error as a person can read it. */
export interface VideoTaskErrorDescription extends VideoTaskErrorSentence {
  /** What is wrong, in one word. */
  problem: VideoTaskProblem
  /** The provider's id of the request, to be quoted to its support. */
  requestId?: string
}

/**
 * Says what a person can do about an error of this library or a failed task's `error`. The provider's own text is never
 * shown: it speaks to developers, of channels and groups. It stays on the error, for logs (`detail`, `body`; `message`).
 *
 * @param error what a query, a mutation or a failed task holds; null stands for a failed task that gives no reason
 * @param sentences another language, or other words for some problems; English for the rest
 */
export function describeVideoTaskError(
  error: Error | VideoTaskFailure | null | undefined,
  sentences: Partial<VideoTaskErrorSentences> = {},
): VideoTaskErrorDescription {
  const problem = videoTaskProblem(error)
  const failure = error instanceof Error ? undefined : error
  const requestId = error instanceof VideoApiError ? error.requestId : failure?.request_id
  const sentence = sentences[problem] ?? englishErrorSentences[problem]
  return { problem, ...sentence, ...(requestId !== undefined && { requestId }) }
}
