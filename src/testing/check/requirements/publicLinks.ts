import { describeAnswer, isRecord } from '../answer.js'
import { type CheckContext, formOf, harmlessFields, type Requirement } from '../CheckContext.js'
import { passUnless, unknown } from '../results.js'
import {
  anonymousProblems,
  foreignSiteProblems,
  isRefusal,
  refusalProblems,
  strangerProblems,
} from './access.js'
import { cacheProblems } from './responses.js'

export const publicLinks: Requirement = {
  description:
    'Shows the film and state of a task by its public link, nothing of the owner, and nothing once it is revoked by the owner alone.',
  needsEmulator: true,
  route: 'share',
  check: async (context) => {
    const { ask } = context
    const created = await ask('/videos', {
      body: formOf({ ...harmlessFields(context), prompt: `A lake [instant]\n${OWN_WORDS}` }),
    })
    const id = idOf(created.json)
    if (id === undefined) return unknown(`needs a task: ${describeAnswer(created)}`)
    const path = `/videos/${encodeURIComponent(id)}/share`
    const shared = await ask(path, { method: 'POST' })
    const link = shared.status < 300 ? idOf(shared.json) : undefined
    if (link === undefined) return unknown(`${NEEDS_ROUTE}: ${describeAnswer(shared)}`)

    const linked = `/videos/${encodeURIComponent(link)}`
    const problems = link === id ? ['the link is the id of the task, which can then not be revoked'] : []
    problems.push(...(await openProblems(context, linked, id)))
    for (const method of ['POST', 'DELETE']) {
      problems.push(...(await strangerProblems(context, path, { method })))
      problems.push(...(await foreignSiteProblems(context, path, { method })))
      problems.push(...(await anonymousProblems(context, `${linked}/share`, { method })))
    }
    const forged = linked.slice(0, -1) + (linked.endsWith('A') ? 'B' : 'A')
    for (const end of ['', '/content'])
      problems.push(...(await anonymousProblems(context, `${forged}${end}`)))
    // What was refused has changed nothing.
    problems.push(...(await openProblems(context, linked, id)))

    const revoked = await ask(path, { method: 'DELETE' })
    if (revoked.status >= 300) problems.push(`the owner cannot revoke it: ${describeAnswer(revoked)}`)
    for (const end of ['', '/content']) {
      const after = await refusalProblems(context, `${linked}${end}`, { as: 'anonymous' })
      problems.push(...after.map((problem) => `after it was revoked ${problem}`))
    }
    return passUnless(problems, 'everyone was shown film and state until the owner revoked the link')
  },
}

/** Words of a prompt that no title shows: they are not in its first line. */
const OWN_WORDS = 'Words of the owner alone'

const NEEDS_ROUTE =
  'needs a proxy that answers POST …/videos/{id}/share with the id of a public link, as { id }'

const idOf = (json: unknown) => (isRecord(json) && typeof json['id'] === 'string' ? json['id'] : undefined)

/** What a link shows that it should not, or does not show. */
async function openProblems({ ask }: CheckContext, linked: string, id: string): Promise<string[]> {
  const answers = [
    await ask(linked, { as: 'anonymous' }),
    await ask(`${linked}/content`, { as: 'anonymous' }),
    await ask(`${linked}/content?download`, { as: 'anonymous' }),
  ]
  return answers.flatMap((answer) => {
    if (isRefusal(answer)) return [describeAnswer(answer)]
    const shown = answer.text + [...answer.headers].join('\n')
    const found = [id, encodeURIComponent(id), OWN_WORDS].find((words) => shown.includes(words))
    return [
      ...cacheProblems(answer),
      ...(found === undefined
        ? []
        : [`${answer.asked} showed ${found === OWN_WORDS ? 'the prompt' : 'the id of the task'}`]),
    ]
  })
}
