import type { Scenario } from '../scenarios/Scenario.js'

/** What the emulator remembers of a task; everything else follows from the clock. */
export interface EmulatedTask {
  readonly id: string
  readonly model: string
  readonly prompt: string
  readonly seconds: string
  readonly size: string
  readonly scenario: Scenario
  /** Milliseconds on the emulator's clock. */
  readonly createdAt: number
  /** Milliseconds from create to the end. */
  readonly duration: number
  /** Laid over the wire task at the very end. */
  readonly fields: Readonly<Record<string, unknown>>
}
