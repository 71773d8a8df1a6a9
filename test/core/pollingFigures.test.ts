import { describe, expect, it } from 'vitest'
import { createQueryClock } from '../../bench/polling/createQueryClock.js'
import { figuresOf } from '../../bench/polling/figuresOf.js'
import { otherWorlds } from '../../bench/polling/otherWorlds.js'
import { ourPolicy } from '../../bench/polling/ourPolicy.js'
import { fixed } from '../../bench/polling/peers.js'
import { intervalOfCost, simulateLearnt, simulatePolicy } from '../../bench/polling/simulatePolling.js'
import { simulateTasks } from '../../bench/polling/simulateTasks.js'
import { watchThroughQuery } from '../../bench/polling/watchThroughQuery.js'

const simulation = { count: 2_000, seed: 1 }
const nothingLearnt = ourPolicy()

describe('the polling policy, simulated', () => {
  const tenSeconds = simulatePolicy(fixed(10_000), simulation)

  it('is measured against a fixed interval that costs and gives what it must', () => {
    expect(tenSeconds.requests).toBeCloseTo(13.8, 0)
    expect(tenSeconds.mean).toBeCloseTo(5.3, 0)
  })

  it('costs no more than asking every 10 s and sees the end 2 s sooner with nothing learnt', () => {
    const figures = simulatePolicy(nothingLearnt, simulation)
    expect(figures.requests).toBeLessThanOrEqual(tenSeconds.requests + 0.1)
    expect(figures.mean).toBeLessThan(3.3)
  })

  it('sees it in half the time once 20 tasks of each model have finished', () => {
    const figures = simulateLearnt(simulation)
    expect(figures.requests).toBeLessThanOrEqual(tenSeconds.requests + 0.1)
    expect(figures.mean).toBeLessThan(2.6)
  })

  it('beats the fixed interval of equal cost with progress stuck at 0, once it has learnt', () => {
    const stuck = { ...simulation, isStuck: true }
    const figures = simulateLearnt(stuck)
    const interval = intervalOfCost(figures.requests, stuck)
    expect(figures.mean).toBeLessThan(0.75 * simulatePolicy(fixed(interval), stuck).mean)
  })

  it('does so where the server looks at its tasks only every 15 s', () => {
    const stepped = { ...simulation, isStepped: true }
    const figures = simulateLearnt(stepped)
    const interval = intervalOfCost(figures.requests, stepped)
    expect(figures.mean).toBeLessThan(simulatePolicy(fixed(interval), stepped).mean - 2)
  })

  it.each(Object.entries(otherWorlds))('does so with %s', (_, options) => {
    const world = { ...options, count: 600 }
    for (const simulate of [simulateLearnt, simulatePolicy.bind(null, nothingLearnt)]) {
      const figures = simulate(world)
      const interval = intervalOfCost(figures.requests, world)
      expect(figures.mean).toBeLessThan(0.8 * simulatePolicy(fixed(interval), world).mean)
    }
  })

  it('does the same through a QueryObserver, but that polls of one page leave together', async () => {
    const few = { count: 50, seed: 2 }
    const watched = await watchThroughQuery(simulateTasks(few.count, few), createQueryClock())
    const [observed, simulated] = [figuresOf(watched), simulatePolicy(nothingLearnt, few)]
    expect(Math.abs(observed.requests - simulated.requests)).toBeLessThan(0.3)
    expect(Math.abs(observed.mean - simulated.mean)).toBeLessThan(0.5)
  })
})
