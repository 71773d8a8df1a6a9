import { describe } from '../Answer.js'
import type { Guarantee } from '../CheckContext.js'
import { broken, kept, unknown } from '../Verdict.js'

export const unsatisfiableRange: Guarantee = {
  about: 'Answers a range beyond the video with 416.',
  check: async ({ ask, completedTask, whyNot }) => {
    const id = await completedTask()
    if (id === undefined) return unknown(`needs a task: pass taskId; or ${whyNot}`)
    const answer = await ask(`/videos/${id}/content`, { headers: { range: 'bytes=999999999999-' } })
    const range = answer.headers.get('content-range')
    if (answer.status !== 416) return broken(describe(answer))
    return range === null || /^bytes \*\/\d+$/.test(range)
      ? kept(`416, Content-Range ${range}`)
      : broken(`416 with the Content-Range ${range}`)
  },
}
