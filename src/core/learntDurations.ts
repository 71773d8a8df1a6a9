import { type DurationSample, MAX_RUN } from './durationSample.js'
import { parseList } from './parseList.js'

/** What was learnt of one model with one length and frame size. */
export type LearntDurations = [model: string, kind: string, samples: DurationSample[]]

/** Newer samples push out the oldest of their kind, and a new kind the one that was longest without a new sample. */
const MAX_SAMPLES = 20
const MAX_KINDS = 50

const isNumber = (value: unknown): value is number => typeof value === 'number'

function isSample(value: unknown): value is DurationSample {
  if (!Array.isArray(value) || value.length !== 2 || !value.every(isNumber)) return false
  const [queue = -1, run = 0] = value
  return queue >= 0 && run > 0 && run <= MAX_RUN
}

function isLearnt(entry: unknown): entry is LearntDurations {
  if (!Array.isArray(entry) || entry.length !== 3) return false
  const [model, kind, samples]: unknown[] = entry
  const areTexts = typeof model === 'string' && typeof kind === 'string'
  return areTexts && Array.isArray(samples) && samples.length > 0 && samples.every(isSample)
}

/** What a stored text holds; what is no such thing is left out. */
export function parseDurations(text: string | null): LearntDurations[] {
  return parseList(text).filter(isLearnt)
}

/** The same with one more sample, within the limits; a sample that is there already changes nothing. */
export function learnDuration(
  learnt: LearntDurations[],
  [model, kind]: [model: string, kind: string],
  sample: DurationSample,
): LearntDurations[] {
  const isKind = (entry: LearntDurations) => entry[0] === model && entry[1] === kind
  const samples = learnt.find(isKind)?.[2] ?? []
  if (samples.some(([queue, run]) => queue === sample[0] && run === sample[1])) return learnt
  const entry: LearntDurations = [model, kind, [...samples, sample].slice(-MAX_SAMPLES)]
  return [...learnt.filter((other) => !isKind(other)), entry].slice(-MAX_KINDS)
}
