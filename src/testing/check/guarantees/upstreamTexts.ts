import { describe } from '../Answer.js'
import type { Guarantee } from '../CheckContext.js'
import { keptUnless } from '../Verdict.js'

/** Words that tell of the API's insides. */
const INSIDES = /channel \d|no available channel|under group|distributor/i

export const upstreamTexts: Guarantee = {
  about: "Does not show users the API's texts about its channels and groups.",
  needsEmulator: true,
  check: async ({ ask, create, createTask }) => {
    const id = await createTask('poll-500-flat')
    const content = await createTask('instant content-503-model-not-found')
    const answers = [
      await create('create-503-model-not-found'),
      await ask(`/videos/${id}`),
      await ask(`/videos/${content}/content`),
    ]
    const problems = answers.filter(({ text }) => INSIDES.test(text)).map(describe)
    return keptUnless(problems, 'create, poll and download told of an error without them')
  },
}
