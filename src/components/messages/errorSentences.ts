import type * as explanations from './explainWatch.js'
import { laterPart, type LaterPart } from '../../hooks/useLaterPart.js'

/** Explains errors in words: loaded with the first error. */
export const errorSentences: LaterPart<typeof explanations> = laterPart(() => import('./explainWatch.js'))
