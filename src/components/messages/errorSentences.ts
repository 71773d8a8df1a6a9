import type * as parts from './errorParts.js'
import { laterPart, type LaterPart } from '../../hooks/useLaterPart.js'

/** Explains errors in words: loaded with the first error, and in a card with the first running task. */
export const errorSentences: LaterPart<typeof parts> = laterPart(() => import('./errorParts.js'))
