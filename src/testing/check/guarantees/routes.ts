import { type Answer, describe } from '../Answer.js'
import type { Guarantee } from '../CheckContext.js'
import { keptUnless } from '../Verdict.js'

const NOWHERE = ['/models', '/videos/check/other', '/videos/check/content/more', '/chat/completions']
const WRONG_METHODS: readonly [string, string][] = [
  ['GET', '/videos'],
  ['PUT', '/videos'],
  ['DELETE', '/videos/check'],
  ['PATCH', '/videos/check'],
  ['DELETE', '/videos/check/content'],
]

function problemsOf(answer: Answer, mayBe: readonly number[]): string[] {
  if (!mayBe.includes(answer.status)) return [describe(answer)]
  const hasNoAllow = answer.status === 405 && !answer.headers.get('allow')
  return hasNoAllow ? [`${answer.asked} answered 405 without Allow`] : []
}

export const routes: Guarantee = {
  about: 'Answers its three routes and nothing else: 404 elsewhere, 405 with Allow for other methods.',
  check: async ({ ask, upstreamOf }) => {
    const problems: string[] = []
    const upstream = await upstreamOf(async () => {
      for (const path of NOWHERE) problems.push(...problemsOf(await ask(path), [404]))
      for (const [method, path] of WRONG_METHODS) {
        problems.push(...problemsOf(await ask(path, { method }), [404, 405]))
      }
    })
    problems.push(...upstream.map(({ method, path }) => `the API was asked ${method} ${path}`))
    return keptUnless(
      problems,
      `${NOWHERE.length} other paths and ${WRONG_METHODS.length} other methods were refused`,
    )
  },
}
