import type { Guarantee } from '../CheckContext.js'
import { keptUnless } from '../Verdict.js'

/** What the emulator puts into the headers it leaks. */
const MARK = 'emulated-upstream'

export const upstreamHeaders: Guarantee = {
  about: "Passes none of the API's cookies, CORS permissions and server names on.",
  needsEmulator: true,
  check: async ({ ask, create, createTask }) => {
    const usual = await ask(`/videos/${await createTask('instant')}`)
    const id = await createTask('instant poll-leaky-headers content-leaky-headers')
    const answers = [
      await create('create-leaky-headers'),
      await ask(`/videos/${id}`),
      await ask(`/videos/${id}/content`),
    ]
    const problems = answers.flatMap(({ asked, headers }) => {
      const names = [...headers].filter(([, value]) => value.includes(MARK)).map(([name]) => name)
      // The app may have permissions of its own; only what came with the API's is the API's.
      const cors = 'access-control-allow-origin'
      const isNew = headers.get(cors) === '*' && usual.headers.get(cors) !== '*'
      return [...names, ...(isNew ? [cors] : [])].map((name) => `${asked} answered with ${name}`)
    })
    return keptUnless(problems, 'create, poll and download answered without them')
  },
}
