import type { VideoTask, VideoTaskStatus } from '../../src/core/task/videoTask.js'
import { createRandom } from './createRandom.js'

/** What will happen to one task; times in ms since it was made. */
export interface SimulatedTask {
  id: string
  model: string
  /** When its run starts, and how long that would take if it did not fail. */
  queue: number
  run: number
  /** When it ends, and whether as a failure. */
  end: number
  isFailed: boolean
  /** Its progress comes in steps of this many percent; 0 for one that never moves. */
  step: number
  /** Exponent of its progress over time: below 1 it hurries first. */
  pace: number
  /** When the first refresh of the server's own view comes, where that is stepped. */
  phase: number
  /** Seed of the latencies of its requests. */
  seed: number
}

/** The server's own view of a task is refreshed this often, in ms, in the second column. */
const REFRESH = 15_000

const MEDIANS = { 'made-up-30s': 30_000, 'made-up-90s': 90_000, 'made-up-240s': 240_000 }
const STEPS = [5, 10, 20, 25]

/** What varies between runs of the simulation. */
export interface SimulationOptions {
  seed: number
  /** No task reports any progress. */
  isStuck?: boolean
  /** Median run time by model, in ms. */
  medians?: Record<string, number>
  /** How far run times of one model differ: standard deviation of their logarithm. */
  sigma?: number
}

/** Tasks as the polling page describes them: queue and run lognormal, 4 % failing, progress of four kinds. */
export function simulateTasks(
  count: number,
  { seed, isStuck = false, medians = MEDIANS, sigma = 0.35 }: SimulationOptions,
): SimulatedTask[] {
  const random = createRandom(seed)
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  const models = Object.entries(medians)
  return Array.from({ length: count }, (_, index) => {
    const [model, median] = models[index % models.length] ?? ['', 0]
    const queue = 8_000 * Math.exp(0.8 * normal())
    const run = Math.min(900_000, Math.max(5_000, median * Math.exp(sigma * normal())))
    const isFailed = random() < 0.04
    const end = queue + run * (isFailed ? random() : 1)
    const kind = random()
    const fine = STEPS[Math.floor(random() * STEPS.length)] ?? 0
    const step = isStuck || kind >= 0.75 ? 0 : kind >= 0.5 ? 50 : fine
    const pace = Math.exp(0.2 * normal())
    const phase = random() * REFRESH
    const id = `task_${seed}_${index}`
    return { id, model, queue, run, end, isFailed, step, pace, phase, seed: seed * 1_000_003 + index }
  })
}

/** What the server tells of a task at a time, in ms since it was made. */
export function viewOf(task: SimulatedTask, time: number, isStepped: boolean): VideoTask {
  const at = isStepped ? Math.floor((time - task.phase) / REFRESH) * REFRESH + task.phase : time
  const { id, model, step } = task
  const view = (status: VideoTaskStatus, progress: number): VideoTask => {
    return { id, object: 'video', model, seconds: '5', status, progress }
  }
  if (at >= task.end) return view(task.isFailed ? 'failed' : 'completed', 100)
  if (at < task.queue) return view('queued', 0)
  const done = 100 * ((at - task.queue) / task.run) ** task.pace
  return view('in_progress', step && Math.floor(done / step) * step)
}
