import type { TypicalDuration } from '../polling/predictEnd.js'
import { isSeenFromStart } from '../task/observeVideoTask.js'
import type { VideoTask } from '../task/videoTask.js'
import { parseList } from '../wire/fieldValues.js'
import { safeStorage, type VideoTaskStorage } from './storage.js'

/** Options of `createDurationStore`. */
export interface DurationStoreOptions {
  /** Where durations are kept; null keeps them in memory only. @default localStorage, where available */
  storage?: Pick<VideoTaskStorage, 'getItem' | 'setItem'> | null | undefined
  /** Name of the one entry in the storage. @default 'react-video-task:durations' */
  key?: string | undefined
}

/** Records how long tasks take, so that polling and estimates fit each model. */
export interface DurationStore {
  /**
   * Records the duration of a completed task. Ignores a task that did not complete, was not watched from its start without
   * a gap, or is already recorded.
   */
  add: (task: VideoTask) => void
  /**
   * Returns how long a task of this model, length and frame size takes. With fewer than three of those recorded, all tasks
   * of the model count. Undefined for a model without any.
   */
  typical: (task: Pick<VideoTask, 'model' | 'seconds' | 'size'> | undefined) => TypicalDuration | undefined
}

/** From this many samples on, a length and size has a typical duration of its own. */
const MIN_SAMPLES = 3

/**
 * Creates a store that records how long each model takes: the last 20 samples of each of the last 50 kinds of task, a kind
 * being model, length and frame size. A storage that throws, is full or holds invalid data loses the samples and nothing
 * else. Create one per page, outside of any component.
 *
 * @example
 * ```tsx
 * import type { ReactNode } from 'react'
 * import { createDurationStore, createVideoClient, VideoTaskProvider } from 'react-video-task'
 *
 * const client = createVideoClient({ baseURL: '/api/v1' })
 * const durations = createDurationStore()
 *
 * export function Videos({ children }: { children: ReactNode }) {
 *   return (
 *     <VideoTaskProvider client={client} durations={durations}>
 *       {children}
 *     </VideoTaskProvider>
 *   )
 * }
 * ```
 */
export function createDurationStore({
  storage,
  key = 'react-video-task:durations',
}: DurationStoreOptions = {}): DurationStore {
  const disk = safeStorage(storage)
  let text: string | null | undefined
  let recorded: KindDurations[] = []
  /** Reads the storage each time: another tab may have written to it, or the user cleared it. */
  function read() {
    const current = disk.read(key)
    if (current !== text) recorded = parseDurations(current)
    text = current
    return recorded
  }
  return {
    add(task) {
      const sample = durationSample(task)
      if (!task.model || !sample) return
      const next = addSample(read(), [task.model, kindOf(task)], sample)
      if (next === recorded) return
      recorded = next
      const saved = JSON.stringify(next)
      if (disk.write(key, saved)) text = saved
    },
    typical(task) {
      if (!task?.model) return undefined
      const ofModel = read().filter(([model]) => model === task.model)
      const ofKind = ofModel.find(([, kind]) => kind === kindOf(task))?.[2] ?? []
      const samples = ofKind.length >= MIN_SAMPLES ? ofKind : ofModel.flatMap(([, , all]) => all)
      return summarizeDurations(samples)
    },
  }
}

/** Samples of one model with one length and frame size, oldest first. */
type KindDurations = [model: string, kind: string, samples: DurationSample[]]

/** Time in the queue and time of the run of one completed task, in ms. */
type DurationSample = [queue: number, run: number]

const kindOf = ({ seconds = '', size = '' }: Pick<VideoTask, 'seconds' | 'size'>) => `${seconds} ${size}`

/** Longest run that is recorded, in ms: a longer one was watched badly. */
const MAX_RUN_MS = 7_200_000

/** The sample of a completed task; undefined where its times cannot be trusted. */
function durationSample(task: VideoTask): DurationSample | undefined {
  const { status, observed } = task
  if (status !== 'completed' || !observed || !isSeenFromStart(task)) return undefined
  const { first_seen, last_change, watched_from } = observed
  // A run that no poll saw was shorter than an interval: together with its time in the queue it is an upper bound.
  const since = observed.running_since ?? first_seen
  const run = last_change - since
  const isPlausible = since >= first_seen && run > 0 && run <= MAX_RUN_MS && watched_from <= first_seen
  return isPlausible ? [since - first_seen, run] : undefined
}

/** Samples kept per kind; a new one replaces the oldest. */
const MAX_SAMPLES = 20
/** Kinds kept; a new one replaces the one that has been without a new sample for longest. */
const MAX_KINDS = 50

/** Returns the durations with one more sample, or the same array if the sample is already there. */
function addSample(
  recorded: KindDurations[],
  [model, kind]: [model: string, kind: string],
  sample: DurationSample,
): KindDurations[] {
  const isKind = (entry: KindDurations) => entry[0] === model && entry[1] === kind
  const samples = recorded.find(isKind)?.[2] ?? []
  if (samples.some(([queue, run]) => queue === sample[0] && run === sample[1])) return recorded
  const entry: KindDurations = [model, kind, [...samples, sample].slice(-MAX_SAMPLES)]
  return [...recorded.filter((other) => !isKind(other)), entry].slice(-MAX_KINDS)
}

/** Reads the valid entries of a stored text. */
function parseDurations(text: string | null | undefined): KindDurations[] {
  return parseList(text).filter(isKindDurations)
}

function isKindDurations(entry: unknown): entry is KindDurations {
  if (!Array.isArray(entry) || entry.length !== 3) return false
  const [model, kind, samples]: unknown[] = entry
  const hasTexts = typeof model === 'string' && typeof kind === 'string'
  return hasTexts && Array.isArray(samples) && samples.length > 0 && samples.every(isSample)
}

function isSample(value: unknown): value is DurationSample {
  if (!Array.isArray(value) || value.length !== 2 || !value.every(Number.isFinite)) return false
  const [queue = -1, run = 0]: number[] = value
  return queue >= 0 && run > 0 && run <= MAX_RUN_MS
}

/** Spread that is assumed before there are samples, and how many samples this assumption counts as. */
const ASSUMED_SPREAD = 0.3
const ASSUMED_SPREAD_WEIGHT = 4

/** Medians of some samples, and their spread; undefined for none. */
function summarizeDurations(samples: DurationSample[]): TypicalDuration | undefined {
  if (samples.length === 0) return undefined
  const run = median(samples.map((sample) => sample[1]))
  const spread = Math.exp(median(samples.map((sample) => Math.abs(Math.log(sample[1] / run))))) - 1
  const weight = samples.length / (samples.length + ASSUMED_SPREAD_WEIGHT)
  return {
    run,
    spread: ASSUMED_SPREAD + weight * (spread - ASSUMED_SPREAD),
    queue: median(samples.map((sample) => sample[0])),
    samples: samples.length,
  }
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.floor(share)] ?? 0
  return (at((values.length - 1) / 2) + at(values.length / 2)) / 2
}
