import type { Clock } from './clock/Clock.js'
import type { ScenarioChoice } from './scenarios/resolveScenario.js'

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
