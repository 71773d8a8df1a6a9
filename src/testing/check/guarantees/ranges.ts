import { type Answer, describe } from '../Answer.js'
import type { Guarantee } from '../CheckContext.js'
import { keptUnless, unknown } from '../Verdict.js'

/** What is wrong with the answer to a range of a file. */
export function rangeProblems(answer: Answer, whole: Uint8Array, from: number, to: number): string[] {
  const { asked, status, headers, bytes } = answer
  if (status !== 206) return [describe(answer)]
  const range = headers.get('content-range')
  const expected = `bytes ${from}-${to}/${whole.length}`
  if (range !== expected) return [`${asked} said Content-Range ${range}, not ${expected}`]
  const part = whole.subarray(from, to + 1)
  const isSame = bytes.length === part.length && bytes.every((byte, index) => byte === part[index])
  return isSame ? [] : [`${asked} answered other bytes than those`]
}

export const ranges: Guarantee = {
  about: 'Answers a range of a video with 206, its Content-Range and exactly those bytes, as Safari needs.',
  check: async ({ ask, completedTask, whyNot }) => {
    const id = await completedTask()
    if (id === undefined) return unknown(`needs a task: pass taskId; or ${whyNot}`)
    const path = `/videos/${id}/content`
    const whole = await ask(path)
    const size = whole.bytes.length
    if (whole.status !== 200 || size < 1000) return unknown(`needs a video of some size: ${describe(whole)}`)
    const asked: [string, number, number][] = [
      ['bytes=0-1', 0, 1],
      ['bytes=100-299', 100, 299],
      [`bytes=${size - 5}-`, size - 5, size - 1],
      ['bytes=-7', size - 7, size - 1],
    ]
    const problems: string[] = []
    for (const [range, from, to] of asked) {
      problems.push(...rangeProblems(await ask(path, { headers: { range } }), whole.bytes, from, to))
    }
    return keptUnless(
      problems,
      `of ${size} bytes ${asked.map(([range]) => range).join(', ')} were answered so`,
    )
  },
}
