import type { Scenario, ScenarioRequest } from '../scenarios/Scenario.js'

/** What the emulator remembers of a task; everything else follows from the clock and from what was asked. */
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
  /** Laid over the wire task. */
  readonly fields: Readonly<Record<string, unknown>>
  /** When it was asked for at each route, in ms since its create. */
  readonly asked: Record<Exclude<ScenarioRequest['route'], 'create'>, number[]>
}
