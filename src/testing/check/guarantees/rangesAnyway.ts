import { describe } from '../Answer.js'
import type { Guarantee } from '../CheckContext.js'
import { keptUnless, unknown } from '../Verdict.js'
import { rangeProblems } from './ranges.js'

export const rangesAnyway: Guarantee = {
  about: 'Answers ranges with 206 although the API ignores them.',
  needsEmulator: true,
  check: async ({ ask, createTask }) => {
    const path = `/videos/${await createTask('instant no-ranges')}/content`
    const whole = await ask(path)
    if (whole.status !== 200) return unknown(`needs a video: ${describe(whole)}`)
    const problems: string[] = []
    for (const [from, to] of [
      [0, 1],
      [100, 299],
    ] as const) {
      const answer = await ask(path, { headers: { range: `bytes=${from}-${to}` } })
      problems.push(...rangeProblems(answer, whole.bytes, from, to))
    }
    return keptUnless(problems, 'bytes=0-1 and bytes=100-299 were answered so')
  },
}
