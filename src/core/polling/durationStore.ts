import type { TypicalDuration } from './predictEnd.js'
import { safeStorage, type VideoTaskStorage } from '../storage/storage.js'
import { isSeenFromStart } from '../task/observeVideoTask.js'
import type { VideoTask } from '../task/videoTask.js'
import { parseList } from '../wire/values.js'

/** Where and under which name a duration store keeps what it learnt. */
export interface DurationStoreOptions {
  /** Where it is kept; null keeps it in memory alone. @default localStorage, where there is one that works */
  storage?: Pick<VideoTaskStorage, 'getItem' | 'setItem'> | null | undefined
  /** What its one entry there is called. @default 'react-video-task:durations' */
  key?: string | undefined
}

/** Learns how long tasks take. */
export interface DurationStore {
  /**
   * Learns from a finished task. One that did not complete, or was not watched from its start and without a gap, teaches
   * nothing; nor does the same one twice.
   */
  add: (task: VideoTask) => void
  /**
   * How long a task of this model, length and frame size takes; with under three of those seen, how long one of this model
   * takes. Undefined where nothing was learnt of the model.
   */
  typical: (task: Pick<VideoTask, 'model' | 'seconds' | 'size'> | undefined) => TypicalDuration | undefined
}

/** So many finished tasks of one length and size speak for themselves. */
const MIN_SAMPLES = 3

const kindOf = ({ seconds = '', size = '' }: Pick<VideoTask, 'seconds' | 'size'>) => `${seconds} ${size}`

/**
 * Learns how long each model takes from the tasks that finish, the last 20 of each of the last 50 kinds, and remembers it
 * in `localStorage` or another storage; a storage that throws, is full or holds junk costs what was learnt, nothing else.
 * One per page, made outside of any component.
 */
export function createDurationStore({
  storage,
  key = 'react-video-task:durations',
}: DurationStoreOptions = {}): DurationStore {
  const disk = safeStorage(storage)
  let text: string | null = null
  let learnt: LearntDurations[] = []
  /** Another tab may have learnt something since, or the person cleared it all. */
  function read() {
    const current = disk.read(key)
    if (current !== text) learnt = parseDurations(current)
    text = current
    return learnt
  }
  return {
    add(task) {
      const sample = durationSample(task)
      if (!task.model || !sample) return
      const next = learnDuration(read(), [task.model, kindOf(task)], sample)
      if (next === learnt) return
      learnt = next
      const saved = JSON.stringify(next)
      if (disk.write(key, saved)) text = saved
    },
    typical(task) {
      if (!task?.model) return undefined
      const ofModel = read().filter(([model]) => model === task.model)
      const alike = ofModel.find(([, kind]) => kind === kindOf(task))?.[2] ?? []
      return summarizeDurations(
        alike.length >= MIN_SAMPLES ? alike : ofModel.flatMap(([, , samples]) => samples),
      )
    },
  }
}

/** What one finished task showed: how long it queued and how long it ran, in ms. */
type DurationSample = [queue: number, run: number]

/** A longer run, in ms, says more about the watch than about the model. */
const MAX_RUN = 7_200_000

/**
 * What a finished task teaches; undefined where it cannot be trusted: it did not complete, it was not watched from its
 * start, the watch had a gap, or its times make no sense.
 */
function durationSample(task: VideoTask): DurationSample | undefined {
  const { status, observed } = task
  if (status !== 'completed' || !observed || !isSeenFromStart(task)) return undefined
  const { first_seen, last_change, watched_from } = observed
  // A run that no poll saw was shorter than a wait: with its time in the queue it is still a bound.
  const since = observed.running_since ?? first_seen
  const run = last_change - since
  const isPlausible = since >= first_seen && run > 0 && run <= MAX_RUN && watched_from <= first_seen
  return isPlausible ? [since - first_seen, run] : undefined
}

/** What was learnt of one model with one length and frame size. */
type LearntDurations = [model: string, kind: string, samples: DurationSample[]]

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
function parseDurations(text: string | null): LearntDurations[] {
  return parseList(text).filter(isLearnt)
}

/** The same with one more sample, within the limits; a sample that is there already changes nothing. */
function learnDuration(
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

/** Few samples say little of how far tasks differ: this is assumed, as if so many samples had shown it. */
const SPREAD = 0.3
const SPREAD_WEIGHT = 4

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2
}

/** What some samples have in common; undefined for none. */
function summarizeDurations(samples: DurationSample[]): TypicalDuration | undefined {
  if (samples.length === 0) return undefined
  const run = median(samples.map((sample) => sample[1]))
  const spread = Math.exp(median(samples.map((sample) => Math.abs(Math.log(sample[1] / run))))) - 1
  const weight = samples.length / (samples.length + SPREAD_WEIGHT)
  return {
    run,
    spread: SPREAD + weight * (spread - SPREAD),
    queue: median(samples.map((sample) => sample[0])),
    samples: samples.length,
  }
}
