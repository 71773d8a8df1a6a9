import type { Guarantee } from '../CheckContext.js'
import { keptUnless, unknown } from '../Verdict.js'

export const caching: Guarantee = {
  about: 'Lets no shared cache keep what belongs to one user: Cache-Control private or no-store.',
  check: async ({ ask, completedTask, whyNot }) => {
    const id = await completedTask()
    if (id === undefined) return unknown(`needs a task: pass taskId; or ${whyNot}`)
    const answers = [await ask(`/videos/${id}`), await ask(`/videos/${id}/content`)]
    const kinds = answers.map(
      ({ asked, headers }) => [asked, headers.get('cache-control') ?? 'none'] as const,
    )
    const problems = kinds.filter(
      ([, value]) => !/\b(private|no-store)\b/.test(value) || /\bpublic\b/.test(value),
    )
    return keptUnless(
      problems.map(([asked, value]) => `${asked} has Cache-Control ${value}`),
      kinds.map(([, value]) => value).join(' and '),
    )
  },
}
