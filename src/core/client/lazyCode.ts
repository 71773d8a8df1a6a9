import { errors } from '../errors/VideoTaskError.js'
import { loadOnce } from '../loadOnce.js'

/** Loads what reads any answer but a task in the documented shape. A page behind a proxy of this package may never need it. */
export const loadAnswers = /* @__PURE__ */ loadOnce(async () =>
  (await import('./otherAnswers.js')).createAnswerReader(errors),
)

/**
 * Loads the calls of people: create, remix, list, delete and share. With what reads their answers, since a create is billed and its
 * answer must not wait for code.
 */
export const loadCalls = /* @__PURE__ */ loadOnce(async () => {
  const [{ createTaskCalls }, answers] = await Promise.all([import('./taskCalls.js'), loadAnswers()])
  return createTaskCalls(answers, errors)
})

/** Loads what reads a video as a stream. */
export const loadStream = /* @__PURE__ */ loadOnce(() => import('../content/contentStream.js'))

/** Loads what checks the video of a task without a URL, and why a video does not play. */
export const loadBytes = /* @__PURE__ */ loadOnce(() => import('../content/bytes.js'))

/** Loads what sends several retrieves as one request. */
export const loadBatches = /* @__PURE__ */ loadOnce(() => import('./retrieveBatches.js'))
