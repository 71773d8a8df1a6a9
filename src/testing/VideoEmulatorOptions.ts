import type { ScenarioChoice } from './scenarios/resolveScenario.js'

/** How an emulator behaves. */
export interface VideoEmulatorOptions {
  /**
   * The key callers must send as `Authorization: Bearer …`; `false` accepts anybody.
   *
   * @default 'sk-emulator'
   */
  apiKey?: string | false | undefined
  /**
   * Milliseconds from the create to the end of a task; about a seventh of it is spent in the queue.
   *
   * @default 20_000
   */
  duration?: number | undefined
  /**
   * How all tasks go whose prompt, header or seed says nothing else: a name, several names, a script, or functions.
   *
   * @default 'succeed'
   */
  scenario?: ScenarioChoice | undefined
  /**
   * A whole number that makes ids and `chaos` repeatable: equal requests in equal order get equal answers.
   *
   * @default a random one, which `emulator.seed` tells
   */
  seed?: number | undefined
  /**
   * `real` goes by itself. `virtual` stands still until `emulator.advance(ms)`, and so do slow answers.
   *
   * @default 'real'
   */
  clock?: 'real' | 'virtual' | undefined
  /**
   * The emulator's clock in milliseconds; with a virtual one, the time it starts at. A clock of your own makes time
   * whatever you say, but slow answers wait with timers.
   *
   * @default Date.now
   */
  now?: (() => number) | undefined
  /**
   * Milliseconds a `video_url` lives. Until then every retrieve gives the same URL, after that a new one.
   *
   * @default 3_600_000, an hour
   */
  urlLifetime?: number | undefined
  /**
   * Milliseconds before each answer.
   *
   * @default 0
   */
  latency?: number | undefined
}
