import { type Clock, createRealClock, createVirtualClock } from './clock.js'
import { createRandom, randomText } from './random.js'
import { resolveScenario, type ScenarioChoice } from './scenarios/resolveScenario.js'
import type { EmulatedTask } from './tasks/task.js'
import type { EmulatedRequest, VideoEmulatorOptions } from './VideoEmulator.js'

/** The options of an emulator, checked and complete. */
export interface EmulatorSettings {
  readonly apiKey: string | false
  readonly duration: number
  readonly urlLifetime: number
  readonly latency: number
  readonly scenario: ScenarioChoice
  readonly seed: number
  readonly clock: Clock
  /** Moves the clock, where it is a virtual one. */
  readonly advance: (ms: number) => Promise<void>
}

/** What an emulator remembers. */
export interface EmulatorState {
  readonly tasks: Map<string, EmulatedTask>
  readonly requests: EmulatedRequest[]
  /** How often each method and path was asked, for ids that depend on nothing else. */
  readonly asked: Map<string, number>
  /** How many tasks were given an id. */
  taskCount: number
  /** How many creates were asked for, refused ones included. */
  createCount: number
}

function refuseToAdvance(): Promise<void> {
  return Promise.reject(
    new Error(
      "This emulator's clock goes by itself. Make one whose clock can be moved: createVideoEmulator({ clock: 'virtual' }).",
    ),
  )
}

function readClock({ clock = 'real', now = () => Date.now() }: VideoEmulatorOptions) {
  if (clock !== 'real' && clock !== 'virtual')
    throw new TypeError(`clock is 'real' or 'virtual', got '${String(clock)}'`)
  // `now` is looked up at each call, so that a test's fake timers count whenever they are installed.
  if (clock === 'real') return { clock: createRealClock(now), advance: refuseToAdvance }
  const virtual = createVirtualClock(now())
  return { clock: virtual, advance: virtual.advance }
}

/**
 * Checks the options once.
 *
 * @throws {RangeError} when a number among them cannot be one
 * @throws {TypeError} for a clock or a scenario that is none
 */
export function readOptions(options: VideoEmulatorOptions): EmulatorSettings {
  const { apiKey = 'sk-emulator', latency = 0, duration = 20_000, urlLifetime = 3_600_000 } = options
  const { scenario = 'succeed', seed = randomSeed() } = options
  if (!(duration >= 0)) throw new RangeError(`duration is milliseconds, 0 or more, got ${duration}`)
  if (!(urlLifetime > 0)) throw new RangeError(`urlLifetime is milliseconds, more than 0, got ${urlLifetime}`)
  if (!(latency >= 0)) throw new RangeError(`latency is milliseconds, 0 or more, got ${latency}`)
  if (!Number.isSafeInteger(seed)) throw new RangeError(`seed is a whole number, got ${seed}`)
  // Made anew for each task; made once here, so that a scenario that cannot work is refused at once.
  resolveScenario(scenario, createRandom(String(seed)))
  return { apiKey, latency, duration, urlLifetime, scenario, seed, ...readClock(options) }
}

/** A seed nobody chose; `crypto.randomUUID` is missing from pages served over plain HTTP, `getRandomValues` is not. */
function randomSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] ?? 0
}

/** An id for the next task: of the nth one always the same under the same seed. */
export function newTaskId({ seed }: EmulatorSettings, state: EmulatorState): string {
  return `task_${randomText(24, createRandom(`${seed} id ${state.taskCount++}`))}`
}
