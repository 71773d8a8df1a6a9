import type { Contender } from './Contender.js'
import { naive } from './naive.js'
import { AllAtOnce, bars, list, oneByOne } from './ours.js'
import { select } from './select.js'
import { tanstackAi } from './tanstackAi.js'

/** Who is measured, by name; the naive page is the yardstick. */
export const contenders = {
  naive,
  'select, 1 s': select(1_000),
  'select, 10 s': select(10_000),
  'TanStack AI': tanstackAi,
  useVideoTask: oneByOne(),
  useVideoTasks: AllAtOnce,
  VideoTaskProgress: bars,
  VideoTaskList: list,
  'useVideoTask, 1 s': oneByOne({ pollInterval: 1_000, maxConcurrentRequests: 1_000 }),
} satisfies Record<string, Contender>

export type ContenderName = keyof typeof contenders
