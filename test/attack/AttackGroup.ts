import type { Random } from './random.js'
import type { Target } from './Target.js'

/** What got through: in words that hold no part of the input, and a figure of this one input. */
export interface Problem {
  problem: string
  detail: string
}

/** One input, made by a rule and sent to a proxy. */
export interface Attack {
  /** The rule that made the input. Findings are grouped by it. */
  rule: string
  /** The input, written so that it can be sent again. */
  input: string
  /** How many requests or connections the input stands for. @default 1 */
  tries?: number
  /** Sends the input. Resolves with what got through, or with nothing. */
  attempt: () => Promise<Problem | string | undefined>
}

/** One kind of attack. */
export interface AttackGroup {
  name: string
  /** Inputs that the battery tries on each Node adapter. */
  count: number
  /** Inputs that `npm test` tries on each adapter. */
  sample: number
  /**
   * Starts the proxies it needs and yields inputs without end. It is started again when a server process ends, so it keeps
   * nothing elsewhere.
   */
  attacks(target: Target, random: Random): AsyncGenerator<Attack, void>
}
