import type { Guarantee } from '../CheckContext.js'
import { keptUnless } from '../Verdict.js'

export const pollHints: Guarantee = {
  about: 'Passes on when to ask again: Retry-After and openai-poll-after-ms.',
  needsEmulator: true,
  check: async ({ ask, createTask }) => {
    const limited = await ask(`/videos/${await createTask('poll-429-retry-after')}`)
    const hinted = await ask(`/videos/${await createTask('stuck poll-wait-hint')}`)
    const told: [string, string | null, string][] = [
      ['Retry-After', limited.headers.get('retry-after'), '7'],
      ['openai-poll-after-ms', hinted.headers.get('openai-poll-after-ms'), '7000'],
    ]
    const problems = told.filter(([, value, sent]) => value !== sent)
    return keptUnless(
      problems.map(([name, value, sent]) => `the API said ${name}: ${sent}, the caller got ${value}`),
      'Retry-After: 7 and openai-poll-after-ms: 7000 came through',
    )
  },
}
