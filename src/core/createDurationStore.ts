import { durationSample } from './durationSample.js'
import { learnDuration, type LearntDurations, parseDurations } from './learntDurations.js'
import { safeStorage, type VideoTaskStorage } from './safeStorage.js'
import { summarizeDurations } from './summarizeDurations.js'
import type { TypicalDuration } from './TypicalDuration.js'
import type { VideoTask } from './VideoTask.js'

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
const ENOUGH = 3

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
      return summarizeDurations(alike.length >= ENOUGH ? alike : ofModel.flatMap(([, , samples]) => samples))
    },
  }
}
