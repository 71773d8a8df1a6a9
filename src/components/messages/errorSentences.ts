import type * as sentences from '../../core/errors/describeVideoTaskError.js'
import { laterPart, type LaterPart } from '../../hooks/useLaterPart.js'

/** Kinds and sentences of errors: loaded while a task is not finished, as it may fail, or with the first error. */
export const errorSentences: LaterPart<typeof sentences> = laterPart(
  () => import('../../core/errors/describeVideoTaskError.js'),
)
