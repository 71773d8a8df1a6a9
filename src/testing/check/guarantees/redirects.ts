import { describe } from '../Answer.js'
import type { Guarantee } from '../CheckContext.js'
import { keptUnless } from '../Verdict.js'

export const redirects: Guarantee = {
  about: "Makes a redirect or a web page in the API's place a clear error.",
  needsEmulator: true,
  check: async ({ ask, create, createTask }) => {
    const answers = [await create('create-302')]
    for (const name of ['poll-301', 'poll-302', 'poll-200-html']) {
      answers.push(await ask(`/videos/${await createTask(name)}`))
    }
    const problems = answers.filter(({ status }) => status < 400).map(describe)
    return keptUnless(problems, `answered ${answers.map(({ status }) => status).join(', ')}`)
  },
}
