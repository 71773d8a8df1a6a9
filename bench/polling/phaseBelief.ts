/** A range of time, in ms. */
export interface Range {
  from: number
  to: number
}

/** What a client believes of the refreshes of a server's view: Bayes' rule over periods, phases and no steps at all. */
export interface PhaseBelief {
  /** Adds whether two polls in a row differ; each view is of a moment within its range. `isRunning`: at the first of them. */
  add: (before: Range, after: Range, isChanged: boolean, isRunning: boolean) => void
  /** How likely it is that the server refreshes its view in steps. */
  trust: () => number
  /** How likely a refresh shows a change of the running task. */
  visible: () => number
  /** When the next refresh after a time comes. */
  next: (after: number) => NextRefresh
}

interface NextRefresh {
  /** The time until which the refresh comes with a probability, among the times that are close together. */
  at: (share: number) => number
  /** How likely these times are, among all. */
  share: number
  /** The likeliest period, in ms. */
  period: number
}

/** Resolution of phases and times, in ms. */
const CELL = 250
/** Times further apart are not close together, in ms. */
const MAX_GAP = 1_500
/** A time that is less likely is no possible one. */
const MIN_SHARE = 1e-3
/** A running task is taken to have changed once in this time before it was seen, in ms. */
const FIRST_CHANGE = 20_000

/** Creates the belief of a client for which some periods, and all phases of each, are equally likely. */
export function createPhaseBelief(periods: readonly number[], smooth: number): PhaseBelief {
  const cells = periods.flatMap((period) =>
    Array.from({ length: Math.round(period / CELL) }, (_, index) => {
      const prior = ((1 - smooth) / periods.length / period) * CELL
      return { period, phase: (index + 0.5) * CELL, prior, weight: prior }
    }),
  )
  let smoothWeight = smooth
  let runningTime = 0
  let runningChanges = 0

  const visibleOf = (period: number) =>
    (1 + runningChanges) / (1.5 + Math.max(runningChanges, runningTime / period))
  const trust = () => cells.reduce((sum, { weight }) => sum + weight, 0)

  return {
    add(before, after, isChanged, isRunning) {
      // How long a task stays in the queue says nothing of refreshes.
      if (!isChanged && !isRunning) return
      const start = middleOf(before)
      const end = middleOf(after)
      const rate = (1 + runningChanges) / (FIRST_CHANGE + runningTime)
      for (const cell of cells) {
        const hidden = 1 - visibleOf(cell.period)
        const possible = refreshesUntil(after.to, cell) - refreshesUntil(before.from, cell)
        const likely = refreshesUntil(end, cell) - refreshesUntil(start, cell)
        // The start of the run is shown by any refresh after it.
        if (!isRunning) cell.weight *= possible * cell.period
        else cell.weight *= isChanged ? 1 - hidden ** possible : hidden ** likely
      }
      const unchanged = Math.exp(-rate * (end - start))
      smoothWeight *= !isRunning ? end - start : isChanged ? 1 - unchanged : unchanged
      const sum = trust() + smoothWeight
      // What contradicts all that was possible begins again.
      for (const cell of cells) cell.weight = sum > 0 ? cell.weight / sum : cell.prior
      smoothWeight = sum > 0 ? smoothWeight / sum : smooth
      if (!isRunning) return
      runningTime += end - start
      if (isChanged) runningChanges += 1
    },
    trust,
    visible: () => visibleOf(likeliestPeriod(cells)),
    next(after) {
      const shares = new Float64Array(Math.ceil(Math.max(...periods) / CELL) + 1)
      const sum = trust()
      for (const cell of cells) {
        const index = Math.floor(
          ((refreshesUntil(after, cell) + 1) * cell.period + cell.phase - after) / CELL,
        )
        shares[index] = (shares[index] ?? 0) + cell.weight / sum
      }
      return { ...firstTimes(shares, after), period: likeliestPeriod(cells) }
    },
  }
}

interface Refreshes {
  period: number
  phase: number
}

const refreshesUntil = (time: number, { period, phase }: Refreshes) => Math.floor((time - phase) / period)

const middleOf = ({ from, to }: Range) => (from + to) / 2

function likeliestPeriod(cells: readonly { period: number; weight: number }[]): number {
  const weights = new Map<number, number>()
  for (const { period, weight } of cells) weights.set(period, (weights.get(period) ?? 0) + weight)
  return [...weights].reduce((best, other) => (other[1] > best[1] ? other : best))[0]
}

/** The first times after a time that are close together. */
function firstTimes(shares: Float64Array, after: number): Omit<NextRefresh, 'period'> {
  const first = shares.findIndex((share) => share >= MIN_SHARE)
  let last = first
  for (let index = first; index < shares.length && (index - last) * CELL <= MAX_GAP; index++)
    if ((shares[index] ?? 0) >= MIN_SHARE) last = index
  const group = shares.slice(first, last + 1)
  const share = group.reduce((sum, one) => sum + one, 0)
  return {
    share,
    at: (wanted) => {
      let before = 0
      for (const [index, one] of group.entries()) {
        if (before + one >= wanted * share && one > 0)
          return after + (first + index + (wanted * share - before) / one) * CELL
        before += one
      }
      return after + (last + 1) * CELL
    },
  }
}
