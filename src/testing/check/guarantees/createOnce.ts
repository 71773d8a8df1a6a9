import { type Answer, describe } from '../Answer.js'
import type { Guarantee } from '../CheckContext.js'
import { keptUnless } from '../Verdict.js'

export const createOnce: Guarantee = {
  about: 'Sends a create once, whatever comes of it: each one is billed.',
  needsEmulator: true,
  check: async ({ create, upstreamOf }) => {
    const problems: string[] = []
    const names = ['create-503', 'create-429', 'create-cut', 'create-reset']
    for (const name of names) {
      const answers: Answer[] = []
      const upstream = await upstreamOf(async () => answers.push(await create(name)))
      const { length } = upstream.filter(({ route }) => route === 'create')
      // What never got there was not sent once, and was not repeated either.
      if (length === 0) throw new Error(`no create reached the API: ${answers.map(describe).join()}`)
      if (length !== 1) problems.push(`one that met ${name} was sent ${length} times`)
    }
    return keptUnless(problems, `creates that met ${names.join(', ')} were sent once`)
  },
}
