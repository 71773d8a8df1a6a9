import type { Guarantee } from '../CheckContext.js'
import { keptUnless } from '../Verdict.js'

export const nosniff: Guarantee = {
  about: 'Keeps browsers from guessing types: X-Content-Type-Options: nosniff.',
  check: async ({ ask, completedTask }) => {
    const id = await completedTask()
    const answers = [await ask('/videos/..%2Fcheck')]
    if (id !== undefined) answers.push(await ask(`/videos/${id}`), await ask(`/videos/${id}/content`))
    const without = answers.filter(({ headers }) => headers.get('x-content-type-options') !== 'nosniff')
    return keptUnless(
      without.map(({ asked }) => `${asked} answered without it`),
      `${answers.length} answers had it`,
    )
  },
}
