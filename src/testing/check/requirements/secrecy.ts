import { type Answer, describeAnswer } from '../answer.js'
import type { Requirement } from '../CheckContext.js'
import { fail, pass, passUnless, unknown } from '../results.js'

export const apiKey: Requirement = {
  description: 'Exposes the API key in no response, even if the API echoes it.',
  check: async ({ ask, create, createTask, answers, options, canCreate, whyNot }) => {
    if (canCreate) {
      await create('create-401-key')
      await ask(`/videos/${await createTask('poll-401-key')}`)
      await ask(`/videos/${await createTask('instant content-401-key')}/content`)
    }
    const encodings = keyEncodings(options.apiKey ?? 'sk-emulator')
    const exposing = answers.filter((answer) => encodings.some((key) => contains(answer, key)))
    if (exposing.length > 0)
      return fail(`the key is in the answer to ${exposing.map(({ asked }) => asked).join(', ')}`)
    const evidence = `the key is in none of ${answers.length} answers`
    return canCreate
      ? pass(`${evidence}; the API echoed it in three of them`)
      : unknown(`${evidence}; whether the proxy redacts a key that the API echoes ${whyNot}`)
  },
}

function keyEncodings(key: string): string[] {
  return [key, encodeURIComponent(key), JSON.stringify(key).slice(1, -1)]
}

function contains({ headers, text }: Answer, key: string): boolean {
  return text.includes(key) || [...headers].some(([name, value]) => `${name}: ${value}`.includes(key))
}

const CALLER_HEADERS = {
  cookie: 'check=1',
  'x-check': 'check',
  'x-forwarded-for': '203.0.113.7',
  'x-target-url': 'https://elsewhere.example',
}

export const requestHeaders: Requirement = {
  description: "Forwards none of the caller's cookies and other headers to the API.",
  needsEmulator: true,
  check: async ({ ask, create, createTask, upstreamOf, options }) => {
    const own = new Headers(options.headers).get('cookie')
    const cookie = own === null ? CALLER_HEADERS.cookie : `${own}; ${CALLER_HEADERS.cookie}`
    const headers = { ...CALLER_HEADERS, cookie }
    const id = await createTask('instant')
    const upstream = await upstreamOf(async () => {
      await create('instant', { headers })
      await ask(`/videos/${id}`, { headers })
      await ask(`/videos/${id}/content`, { headers })
    })
    const names = Object.keys(CALLER_HEADERS)
    const problems = upstream.flatMap((request) =>
      names
        .filter((name) => name in request.headers)
        .map((name) => `${request.method} ${request.path} had ${name}`),
    )
    return passUnless(problems, `${upstream.length} upstream requests had none of ${names.join(', ')}`)
  },
}

/** The text in all header values of the emulator's fault `leaky-headers`. */
const LEAKED_VALUE = 'emulated-upstream'

export const responseHeaders: Requirement = {
  description: "Forwards none of the API's cookies, CORS permissions and server names to the caller.",
  needsEmulator: true,
  check: async ({ ask, create, createTask }) => {
    const normal = await ask(`/videos/${await createTask('instant')}`)
    const id = await createTask('instant poll-leaky-headers content-leaky-headers')
    const answers = [
      await create('create-leaky-headers'),
      await ask(`/videos/${id}`),
      await ask(`/videos/${id}/content`),
    ]
    const problems = answers.flatMap(({ asked, headers }) => {
      const names = [...headers].filter(([, value]) => value.includes(LEAKED_VALUE)).map(([name]) => name)
      // The app may allow other origins itself: only what is missing from a normal answer comes from the API.
      const cors = 'access-control-allow-origin'
      const isForwarded = headers.get(cors) === '*' && normal.headers.get(cors) !== '*'
      return [...names, ...(isForwarded ? [cors] : [])].map((name) => `${asked} answered with ${name}`)
    })
    return passUnless(problems, 'the answers to create, poll and download had none of them')
  },
}

/** Words in the API's messages that reveal its routing. */
const GATEWAY_DETAILS = /channel \d|no available channel|under group|distributor/i

export const errorMessages: Requirement = {
  description: "Hides the API's messages about its channels and groups from users.",
  needsEmulator: true,
  check: async ({ ask, create, createTask }) => {
    const id = await createTask('poll-500-flat')
    const content = await createTask('instant content-503-model-not-found')
    const answers = [
      await create('create-503-model-not-found'),
      await ask(`/videos/${id}`),
      await ask(`/videos/${content}/content`),
    ]
    const problems = answers.filter(({ text }) => GATEWAY_DETAILS.test(text)).map(describeAnswer)
    return passUnless(problems, 'the errors of create, poll and download contained none of them')
  },
}
