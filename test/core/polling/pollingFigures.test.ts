import { describe, expect, it } from 'vitest'
import { adaptivePolicy, fixedInterval } from '../../../bench/polling/policies.js'
import { createQueryClock, watchThroughQuery } from '../../../bench/polling/queryWatch.js'
import { simulateTasks } from '../../../bench/polling/simulatedTasks.js'
import {
  figuresOf,
  intervalOfCost,
  otherRunTimes,
  simulatePolicy,
  simulateWithHistory,
} from '../../../bench/polling/simulation.js'

const simulation = { count: 2_000, seed: 1 }
const withoutHistory = adaptivePolicy()

describe('the polling policy, simulated', () => {
  const tenSeconds = simulatePolicy(fixedInterval(10_000), simulation)

  it('is measured against a fixed interval that costs and gives what it must', () => {
    expect(tenSeconds.requests).toBeCloseTo(13.8, 0)
    expect(tenSeconds.mean).toBeCloseTo(5.3, 0)
  })

  it('costs no more than asking every 10 s and sees the end 2 s sooner with nothing learnt', () => {
    const figures = simulatePolicy(withoutHistory, simulation)
    expect(figures.requests).toBeLessThanOrEqual(tenSeconds.requests + 0.1)
    expect(figures.mean).toBeLessThan(3.3)
  })

  it('sees it in half the time once 20 tasks of each model have finished', () => {
    const figures = simulateWithHistory(simulation)
    expect(figures.requests).toBeLessThanOrEqual(tenSeconds.requests + 0.1)
    expect(figures.mean).toBeLessThan(2.6)
  })

  it('beats the fixed interval of equal cost with progress stuck at 0, once it has learnt', () => {
    const stuck = { ...simulation, isStuck: true }
    const figures = simulateWithHistory(stuck)
    const interval = intervalOfCost(figures.requests, stuck)
    expect(figures.mean).toBeLessThan(0.75 * simulatePolicy(fixedInterval(interval), stuck).mean)
  })

  it('does so where the server looks at its tasks only every 15 s', () => {
    const stepped = { ...simulation, isStepped: true }
    const figures = simulateWithHistory(stepped)
    const interval = intervalOfCost(figures.requests, stepped)
    expect(figures.mean).toBeLessThan(simulatePolicy(fixedInterval(interval), stepped).mean - 2)
  })

  it.each(Object.entries(otherRunTimes))('does so with %s', (_, options) => {
    const world = { ...options, count: 600 }
    for (const simulate of [simulateWithHistory, simulatePolicy.bind(null, withoutHistory)]) {
      const figures = simulate(world)
      const interval = intervalOfCost(figures.requests, world)
      expect(figures.mean).toBeLessThan(0.8 * simulatePolicy(fixedInterval(interval), world).mean)
    }
  })

  it('does the very same through a QueryObserver', async () => {
    const few = { count: 50, seed: 2 }
    const watched = await watchThroughQuery(simulateTasks(few.count, few), createQueryClock())
    expect(figuresOf(watched)).toEqual(simulatePolicy(withoutHistory, few))
  })
})
