import * as z from 'zod/mini'
import { type DurationSample, MAX_RUN } from './durationSample.js'

/** What was learnt of one model with one length and frame size. */
export type LearntDurations = [model: string, kind: string, samples: DurationSample[]]

/** Newer samples push out the oldest of their kind, and a new kind the one that was longest without a new sample. */
const MAX_SAMPLES = 20
const MAX_KINDS = 50

const queue = z.number().check(z.gte(0))
const run = z.number().check(z.gt(0), z.lte(MAX_RUN))
const entrySchema = z.tuple([z.string(), z.string(), z.array(z.tuple([queue, run])).check(z.minLength(1))])

/** What a stored text holds; what is no such thing is left out. */
export function parseDurations(text: string | null): LearntDurations[] {
  try {
    const parsed: unknown = JSON.parse(text ?? '[]')
    if (!Array.isArray(parsed)) return []
    return parsed.flatMap((entry: unknown) => {
      const { data } = entrySchema.safeParse(entry)
      return data ? [data] : []
    })
  } catch {
    return []
  }
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
