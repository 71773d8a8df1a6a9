import type { PollOptions, PollReason, PollState } from 'react-video-task/client'
import { estimateTimeLeft, nextPoll, parseVideoTask, VideoApiError } from 'react-video-task/client'
import { describe, expect, it } from 'vitest'
import { runningTask, START } from './support/runningTask.js'

// The measured figures of the policy belong to exactly these delays: a change of one is measured again.

const TYPICAL: PollOptions = { typical: { run: 90_000, spread: 0.2, queue: 8_000, samples: 20 } }
const WIDE: PollOptions = { ...TYPICAL, floor: 1_000, cap: 40_000 }

const ID = 'video_42'

/** FNV-1a of 32 bits, as http://www.isthe.com/chongo/tech/comp/fnv/ defines it: from 0 up to 1. */
function fnv1a(text: string): number {
  let hash = 2_166_136_261n
  for (const byte of Buffer.from(text)) hash = ((hash ^ BigInt(byte)) * 16_777_619n) % 2n ** 32n
  return Number(hash) / 2 ** 32
}

describe('the delays of nextPoll to the millisecond', () => {
  it.each(['a', 'video_42', 'task_5Kf9', '0'])('are spread by FNV-1a of id and time: %j', (id) => {
    const polled = { data: undefined, error: new VideoApiError({ status: 503 }), errorUpdatedAt: START + 1 }
    const share = 0.1 * fnv1a(`${id} ${START + 1}`)
    expect(nextPoll(polled, {}, { id }).delay).toBe(Math.ceil(2_000 * (1.05 - share)))
    const failure = new VideoApiError({ status: 503, retryAfter: 7_000 })
    expect(nextPoll({ ...polled, error: failure }, {}, { id }).delay).toBe(Math.ceil(7_000 * (1 + share)))
    const data = parseVideoTask({ id, status: 'queued' })
    expect(nextPoll({ data, error: null, dataUpdatedAt: START + 1 }).delay).toBe(
      Math.ceil(15_000 * (1 - share)),
    )
  })

  it('take the id of the answer before that of the options, and the latest of three times', () => {
    const delayOf = (state: Partial<PollState>, id?: string) =>
      nextPoll({ data: runningTask({ id: ID }), error: null, ...state }, {}, { id }).delay
    const expected = Math.ceil(15_000 * (1 - 0.1 * fnv1a(`video_42 ${START}`)))
    expect(delayOf({}, 'other')).toBe(expected)
    expect(delayOf({ dataUpdatedAt: START - 5, errorUpdatedAt: START - 6 })).toBe(expected)
    expect(delayOf({ dataUpdatedAt: START })).toBe(expected)
    expect(delayOf({ errorUpdatedAt: START })).toBe(expected)
    const later = Math.ceil(15_000 * (1 - 0.1 * fnv1a(`video_42 ${START + 9}`)))
    expect(delayOf({ dataUpdatedAt: START + 9 })).toBe(later)
    expect(delayOf({ errorUpdatedAt: START + 9 })).toBe(later)
    expect(delayOf({ dataUpdatedAt: START + 9, errorUpdatedAt: START + 2 })).toBe(later)
    const queued = parseVideoTask({ id: 'a', status: 'queued' })
    expect(nextPoll({ data: queued, error: null }).delay).toBe(Math.ceil(15_000 * (1 - 0.1 * fnv1a('a 0'))))
  })

  it.each<
    [
      passed: number,
      seen: [from: number, progress: number, changed: number],
      options: PollOptions,
      delay: number,
      reason: PollReason,
      left: [min: number, max: number] | undefined,
    ]
  >([
    [500, [0, 0, 0], {}, 14_540, 'running', undefined],
    [60_000, [0, 0, 0], {}, 8_236, 'ending', undefined],
    [125_000, [0, 0, 0], {}, 7_860, 'ending', undefined],
    [300_000, [0, 0, 0], {}, 9_461, 'overdue', undefined],
    [1_000_000, [0, 0, 0], {}, 14_096, 'overdue', undefined],
    [500, [0, 0, 0], TYPICAL, 14_540, 'running', [59_762, 133_913]],
    [60_000, [0, 0, 0], TYPICAL, 6_540, 'ending', [262, 74_413]],
    [90_000, [0, 0, 0], TYPICAL, 3_591, 'ending', [0, 44_413]],
    [108_000, [0, 0, 0], TYPICAL, 3_463, 'ending', [0, 26_413]],
    [108_001, [0, 0, 0], TYPICAL, 3_464, 'overdue', undefined],
    [400_000, [0, 0, 0], TYPICAL, 5_508, 'overdue', undefined],
    [61_000, [0, 10, 20_000], TYPICAL, 14_233, 'running', [38_236, 258_566]],
    [61_000, [0, 60, 58_000], TYPICAL, 13_284, 'ending', [18_407, 53_550]],
    [108_000, [0, 60, 58_000], TYPICAL, 2_226, 'overdue', undefined],
    [80_000, [40, 70, 45_000], {}, 3_673, 'ending', [0, 34_902]],
    [80_000, [40, 70, 45_000], TYPICAL, 3_428, 'ending', [0, 31_756]],
    [6_000, [99, 100, 5_000], {}, 2_222, 'overdue', undefined],
    [6_000, [100, 100, 5_000], {}, 2_222, 'overdue', undefined],
    [30_000, [50, 50, 10_000], TYPICAL, 4_460, 'ending', [131, 37_206]],
    [30_000, [50, 60, 0], TYPICAL, 4_460, 'ending', [131, 37_206]],
    [60_000, [0, 0, 0], WIDE, 7_106, 'ending', [262, 74_413]],
    [90_000, [0, 0, 0], WIDE, 3_831, 'ending', [0, 44_413]],
    [90_000, [0, 30, 80_000], WIDE, 38_302, 'running', [88_330, 284_706]],
  ])(
    '%d ms into a run seen as %j with %j',
    (passed, [from, progress, changed], options, delay, reason, left) => {
      const task = runningTask({ id: ID, from, progress, changed })
      expect(nextPoll({ data: task, error: null, dataUpdatedAt: START + passed }, {}, options)).toEqual({
        delay,
        reason,
      })
      const range = estimateTimeLeft(task, { now: START + passed, typical: options.typical })
      expect(range && [Math.round(range.min), Math.round(range.max)]).toEqual(left)
    },
  )
})
