import type { ScenarioStep } from './ScenarioStep.js'

/** The steps that have begun by now, the current one last, each with when it began in ms since the create. */
export interface BegunStep {
  step: ScenarioStep
  since: number
}

/** A step that stands before those that begin later. */
const USUAL: ScenarioStep = { answer: {} }

/**
 * Replays a script: which steps have begun at `elapsed`, given when it was asked before.
 *
 * @param earlier when the requests were that the script has answered, in ms since the create
 */
export function begunSteps(
  script: readonly ScenarioStep[],
  earlier: readonly number[],
  elapsed: number,
): BegunStep[] {
  const steps = script[0]?.after ? [USUAL, ...script] : script
  const begun: BegunStep[] = []
  let answered = 0
  const begin = (since: number) => {
    const step = steps[begun.length]
    if (step) begun.push({ step, since })
    answered = 0
  }
  const passTime = (time: number) => {
    for (let next = steps[begun.length]; next?.after !== undefined && next.after <= time;) {
      begin(next.after)
      next = steps[begun.length]
    }
  }
  begin(0)
  for (const time of earlier) {
    passTime(time)
    answered += 1
    const next = steps[begun.length]
    // A step that waits for its time is not brought on by requests.
    if (next && next.after === undefined && answered >= (begun.at(-1)?.step.times ?? 1)) begin(time)
  }
  passTime(elapsed)
  return begun
}
