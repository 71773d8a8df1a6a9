import { describe } from '../Answer.js'
import type { Guarantee } from '../CheckContext.js'
import { keptUnless } from '../Verdict.js'

export const textAsVideo: Guarantee = {
  about: 'Never passes JSON or HTML on as a video, whatever the API calls it.',
  needsEmulator: true,
  check: async ({ ask, createTask }) => {
    const answers = []
    for (const name of ['json-as-mp4', 'html-as-mp4', 'content-200-html', 'content-200-error']) {
      answers.push(await ask(`/videos/${await createTask(`instant ${name}`)}/content`))
    }
    const problems = answers.filter(({ status }) => status < 400).map(describe)
    return keptUnless(problems, `answered ${answers.map(({ status }) => status).join(', ')}`)
  },
}
