import { describe } from '../Answer.js'
import type { Guarantee } from '../CheckContext.js'
import { keptUnless, unknown } from '../Verdict.js'

export const owners: Guarantee = {
  about: "Refuses one user's task to another user.",
  check: async ({ ask, completedTask, options, whyNot }) => {
    if (options.otherHeaders === undefined) return unknown('needs a second user: pass otherHeaders')
    const id = await completedTask()
    if (id === undefined) return unknown(`needs a task: pass taskId; or ${whyNot}`)
    const own = await ask(`/videos/${id}`)
    if (own.status !== 200) return unknown(`needs a task that its owner sees: ${describe(own)}`)
    const answers = [
      await ask(`/videos/${id}`, { as: 'other' }),
      await ask(`/videos/${id}/content`, { as: 'other' }),
    ]
    const through = answers.filter(({ status }) => status < 400).map(describe)
    return keptUnless(
      through,
      `another user was answered ${answers.map(({ status }) => status).join(' and ')}`,
    )
  },
}
