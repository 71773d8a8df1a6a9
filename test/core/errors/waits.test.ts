import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
// Private: a form and the messages of a watch say with it when to try again.
import { describeNextStep } from '../../../src/core/errors/describeVideoTaskError.js'

const words = { locale: undefined, tryAgain: (time: string) => `Try again ${time}.` }
const refusal = { kind: 'rate_limit', title: 'Too many requests.', action: 'Buy more.' } as const
const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: new Date(2026, 5, 10, 22) }))
afterEach(() => void vi.useRealTimers())

describe('the next step after an error', () => {
  it.each([
    [1, 'in 1 second'],
    [SECOND + 1, 'in 2 seconds'],
    [2 * MINUTE - 1, 'in 120 seconds'],
    [2 * MINUTE, 'in 2 minutes'],
    [3 * MINUTE, 'in 3 minutes'],
    [3 * MINUTE + 1, 'in 4 minutes'],
    [2 * HOUR - 1, 'in 120 minutes'],
    [2 * HOUR, 'in 2 hours'],
    [3 * HOUR, 'in 3 hours'],
    [DAY - 1, 'in 24 hours'],
    [DAY, 'tomorrow'],
    [DAY + 2 * HOUR - 1, 'tomorrow'],
    [DAY + 2 * HOUR, 'in 2 days'],
    [9 * DAY, 'in 9 days'],
  ])('is to try again after %d ms: %s', (retryAfter, time) => {
    expect(describeNextStep({ ...refusal, retryAfter }, words)).toBe(`Try again ${time}.`)
  })

  it('is in the language of the page', () => {
    const description = { ...refusal, retryAfter: 3 * HOUR }
    expect(describeNextStep(description, { ...words, locale: 'de' })).toBe('Try again in 3 Stunden.')
  })

  it('is the action where the server names no wait, and both for a refusal of the app', () => {
    expect(describeNextStep(refusal, words)).toBe('Buy more.')
    const own = { ...refusal, code: 'daily_limit', retryAfter: 3 * HOUR }
    expect(describeNextStep(own, words)).toBe('Buy more. Try again in 3 hours.')
    expect(describeNextStep({ ...own, action: '' }, words)).toBe('Try again in 3 hours.')
  })
})
