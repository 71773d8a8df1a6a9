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

describe('the polling policy in simulation', () => {
  const tenSeconds = simulatePolicy(fixedInterval(10_000), simulation)

  it('a fixed interval of 10 s costs 13.8 requests and detects the end after 5.3 s', () => {
    expect(tenSeconds.requests).toBeCloseTo(13.8, 0)
    expect(tenSeconds.mean).toBeCloseTo(5.3, 0)
  })

  it('without history it detects the end 2 s sooner than polling every 10 s, for no more requests', () => {
    const figures = simulatePolicy(withoutHistory, simulation)
    expect(figures.requests).toBeLessThanOrEqual(tenSeconds.requests + 0.1)
    expect(figures.mean).toBeLessThan(3)
  })

  it('with 20 completed tasks of each model it halves the detection time of polling every 10 s', () => {
    const figures = simulateWithHistory(simulation)
    expect(figures.requests).toBeLessThanOrEqual(tenSeconds.requests + 0.1)
    expect(figures.mean).toBeLessThan(2.45)
  })

  it('with history it beats the fixed interval of equal cost when progress is stuck at 0', () => {
    const stuck = { ...simulation, isStuck: true }
    const figures = simulateWithHistory(stuck)
    const interval = intervalOfCost(figures.requests, stuck)
    expect(figures.mean).toBeLessThan(0.75 * simulatePolicy(fixedInterval(interval), stuck).mean)
  })

  it('with history it beats the fixed interval of equal cost when the server updates only every 15 s', () => {
    const stepped = { ...simulation, isStepped: true }
    const figures = simulateWithHistory(stepped)
    const interval = intervalOfCost(figures.requests, stepped)
    expect(figures.mean).toBeLessThan(simulatePolicy(fixedInterval(interval), stepped).mean - 2)
  })

  it.each(Object.entries(otherRunTimes))('beats the fixed interval of equal cost with %s', (_, options) => {
    const runTimes = { ...options, count: 600 }
    for (const simulate of [simulateWithHistory, simulatePolicy.bind(null, withoutHistory)]) {
      const figures = simulate(runTimes)
      const interval = intervalOfCost(figures.requests, runTimes)
      expect(figures.mean).toBeLessThan(0.8 * simulatePolicy(fixedInterval(interval), runTimes).mean)
    }
  })

  it('gives the same figures through a QueryObserver', async () => {
    const few = { count: 50, seed: 2 }
    const watched = await watchThroughQuery(simulateTasks(few.count, few), createQueryClock())
    expect(figuresOf(watched)).toEqual(simulatePolicy(withoutHistory, few))
  })
})
