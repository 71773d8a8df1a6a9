import { describe } from '../Answer.js'
import type { Guarantee } from '../CheckContext.js'
import { keptUnless, unknown } from '../Verdict.js'

export const head: Guarantee = {
  about: 'Answers HEAD of a video with the headers of the whole and no body.',
  check: async ({ ask, completedTask, whyNot }) => {
    const id = await completedTask()
    if (id === undefined) return unknown(`needs a task: pass taskId; or ${whyNot}`)
    const whole = await ask(`/videos/${id}/content`)
    const answer = await ask(`/videos/${id}/content`, { method: 'HEAD' })
    const type = whole.headers.get('content-type')
    const problems = [
      answer.status !== whole.status && describe(answer),
      answer.bytes.length > 0 && `it had a body of ${answer.bytes.length} bytes`,
      answer.headers.get('content-type') !== type && `its content type is not ${type}`,
      answer.headers.get('content-length') !== String(whole.bytes.length) &&
        `its Content-Length is ${answer.headers.get('content-length')}, not ${whole.bytes.length}`,
    ].filter((problem) => problem !== false)
    return keptUnless(problems, `${answer.status}, ${type}, ${whole.bytes.length} bytes told`)
  },
}
