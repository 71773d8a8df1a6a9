import type { Guarantee } from '../CheckContext.js'
import { keptUnless } from '../Verdict.js'

const SENT = {
  cookie: 'check=1',
  'x-check': 'check',
  'x-forwarded-for': '203.0.113.7',
  'x-target-url': 'https://elsewhere.example',
}

export const callerHeaders: Guarantee = {
  about: "Sends none of the caller's cookies and headers of its own to the API.",
  needsEmulator: true,
  check: async ({ ask, create, createTask, upstreamOf, options }) => {
    const own = Object.fromEntries(new Headers(options.headers))
    const cookie = own['cookie'] === undefined ? SENT.cookie : `${own['cookie']}; ${SENT.cookie}`
    const headers = { ...SENT, cookie }
    const id = await createTask('instant')
    const upstream = await upstreamOf(async () => {
      await create('instant', { headers })
      await ask(`/videos/${id}`, { headers })
      await ask(`/videos/${id}/content`, { headers })
    })
    const problems = upstream.flatMap((request) =>
      Object.keys(SENT)
        .filter((name) => name in request.headers)
        .map((name) => `${request.method} ${request.path} had ${name}`),
    )
    return keptUnless(
      problems,
      `${upstream.length} requests to the API had none of ${Object.keys(SENT).join(', ')}`,
    )
  },
}
