import { describe, type Guarantee } from '../CheckContext.js'
import { broken, kept, keptUnless, unknown } from '../Verdict.js'

/** The forms a key could be given away in. */
const formsOf = (key: string) => [key, encodeURIComponent(key), JSON.stringify(key).slice(1, -1)]

export const key: Guarantee = {
  about: 'Shows the API key in no answer, not even where the API repeats it.',
  check: async ({ ask, create, createTask, answers, options, canCreate, whyNot }) => {
    if (canCreate) {
      await create('create-401-key')
      await ask(`/videos/${await createTask('poll-401-key')}`)
      await ask(`/videos/${await createTask('instant content-401-key')}/content`)
    }
    const forms = formsOf(options.apiKey ?? 'sk-emulator')
    const shown = answers.filter(({ headers, text }) => {
      const all = [...[...headers].map(([name, value]) => `${name}: ${value}`), text].join('\n')
      return forms.some((form) => all.includes(form))
    })
    if (shown.length > 0)
      return broken(`the key stands in the answer to ${shown.map(({ asked }) => asked).join(', ')}`)
    const evidence = `it stands in none of ${answers.length} answers`
    return canCreate
      ? kept(`${evidence}, in three of which the API had put it`)
      : unknown(`${evidence}; whether it is taken out of the API's own ${whyNot}`)
  },
}

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

/** Words that tell of the API's insides. */
const INSIDES = /channel \d|no available channel|under group|distributor/i

export const upstreamTexts: Guarantee = {
  about: "Does not show users the API's texts about its channels and groups.",
  needsEmulator: true,
  check: async ({ ask, create, createTask }) => {
    const id = await createTask('poll-500-flat')
    const content = await createTask('instant content-503-model-not-found')
    const answers = [
      await create('create-503-model-not-found'),
      await ask(`/videos/${id}`),
      await ask(`/videos/${content}/content`),
    ]
    const problems = answers.filter(({ text }) => INSIDES.test(text)).map(describe)
    return keptUnless(problems, 'create, poll and download told of an error without them')
  },
}
