import type { VideoTask, VideoTaskStatus } from '../../src/core/task/videoTask.js'

/** The course of one task; times in ms since its creation. */
export interface SimulatedTask {
  id: string
  model: string
  /** The start of its run. */
  queue: number
  /** The length of its run if it does not fail. */
  run: number
  end: number
  isFailed: boolean
  /** Its progress advances in steps of this many percent; 0 for a task whose progress stays at 0. */
  step: number
  /** Exponent of its progress over time: below 1 it is faster at first. */
  pace: number
  /** The first refresh of the server's own view, for a server that refreshes it in steps. */
  phase: number
  /** Seed of the latencies of its requests. */
  seed: number
}

/** What varies between runs of the simulation. */
export interface SimulationOptions {
  seed: number
  /** No task reports any progress. */
  isStuck?: boolean
  /** Median run time by model, in ms. */
  medians?: Record<string, number>
  /** Spread of the run times of one model: standard deviation of their logarithm. */
  sigma?: number
}

/** A stepped server refreshes its own view of a task this often, in ms. */
export const REFRESH_INTERVAL = 15_000

const MEDIANS = { 'made-up-30s': 30_000, 'made-up-90s': 90_000, 'made-up-240s': 240_000 }
const STEPS = [5, 10, 20, 25]

/** Simulates tasks: queue and run lognormal, 4 % fail, progress of four kinds. */
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
    const phase = random() * REFRESH_INTERVAL
    const id = `task_${seed}_${index}`
    return { id, model, queue, run, end, isFailed, step, pace, phase, seed: seed * 1_000_003 + index }
  })
}

/** The server's answer for a task at a time, in ms since its creation. */
export function viewOf(task: SimulatedTask, time: number, isStepped: boolean): VideoTask {
  const { id, model, step, phase } = task
  const at = isStepped ? Math.floor((time - phase) / REFRESH_INTERVAL) * REFRESH_INTERVAL + phase : time
  const view = (status: VideoTaskStatus, progress: number): VideoTask => {
    return { id, object: 'video', model, seconds: '5', status, progress }
  }
  if (at >= task.end) {
    const ended = view(task.isFailed ? 'failed' : 'completed', 100)
    return ended.status === 'completed' ? { ...ended, video_url: `https://cdn.example.com/${id}.mp4` } : ended
  }
  if (at < task.queue) return view('queued', 0)
  const done = 100 * ((at - task.queue) / task.run) ** task.pace
  return view('in_progress', step && Math.floor(done / step) * step)
}

/** Creates a generator of random numbers from 0 up to 1, the same ones for the same seed (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
