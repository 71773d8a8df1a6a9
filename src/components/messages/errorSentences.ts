import { laterPart } from '../../hooks/useLaterPart.js'

/** Kinds and sentences of errors: loaded while a task is not finished, as it may fail, or with the first error. */
export const errorSentences = laterPart(() => import('../../core/errors/describeVideoTaskError.js'))
