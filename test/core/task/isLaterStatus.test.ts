import { expect, it } from 'vitest'
// Private: what is announced, and which record of two tabs holds, is decided by it.
import { isLaterStatus } from '../../../src/core/task/videoTask.js'

const LIFECYCLE = [['queued'], ['in_progress'], ['completed', 'failed', 'error']] as const

it('a status is later than those of the steps before it; nothing is later than an end', () => {
  for (const [step, statuses] of LIFECYCLE.entries()) {
    for (const status of statuses) {
      const before = LIFECYCLE.flat().filter((other) => isLaterStatus(status, other))
      expect([status, before]).toEqual([status, LIFECYCLE.slice(0, step).flat()])
      expect(isLaterStatus(status, undefined)).toBe(true)
    }
  }
})
