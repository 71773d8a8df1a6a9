import { type Answer, describe, type Guarantee } from '../CheckContext.js'
import { broken, kept, keptUnless, unknown } from '../Verdict.js'
import type { EmulatedRequest } from '../../VideoEmulator.js'

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

/** How long the news may take to reach the API, in ms; shorter than what is left of the video. */
const ABORT_TIMEOUT = 1000

/** Waits until something is so, at most as long as patience lasts; gives how long it took in ms. */
async function until(isSo: () => boolean): Promise<number> {
  const since = performance.now()
  while (!isSo() && performance.now() - since < ABORT_TIMEOUT)
    await new Promise((resolve) => setTimeout(resolve, 20))
  return Math.round(performance.now() - since)
}

export const abort: Guarantee = {
  about: 'Stops asking the API when the viewer leaves.',
  needsEmulator: true,
  check: async ({ send, createTask, options: { emulator } }) => {
    const id = await createTask('instant content-drip')
    const before = emulator?.requests.length
    const asked = (): EmulatedRequest | undefined => emulator?.requests.slice(before)[0]
    const viewer = new AbortController()
    const watching = send(`/videos/${id}/content`, { signal: viewer.signal }).then(async ({ body }) => {
      // A handler called without a network hears through the body that its viewer left.
      viewer.signal.addEventListener('abort', () => void body?.cancel().catch(() => undefined))
      if (viewer.signal.aborted) await body?.cancel()
    })
    await until(() => asked()?.status === 200)
    viewer.abort()
    await watching.catch(() => undefined)
    if (asked()?.status !== 200) return unknown('could not be tried: the API was not asked for the video')
    const ms = await until(() => asked()?.left === true)
    return asked()?.left === true
      ? kept(`the API's answer was ended ${ms} ms after the viewer left`)
      : broken(`${ms} ms after the viewer left the API was still sending`)
  },
}

const VIEWERS = 8

export const sharedPolls: Guarantee = {
  about: 'Asks the API once for many viewers of one task.',
  needsEmulator: true,
  check: async ({ ask, createTask, upstreamOf }) => {
    const id = await createTask('stuck')
    const upstream = await upstreamOf(() =>
      Promise.all(Array.from({ length: VIEWERS }, () => ask(`/videos/${id}`))),
    )
    const evidence = `${VIEWERS} polls at once were ${upstream.length} to the API`
    return upstream.length === 1 ? kept(evidence) : broken(evidence)
  },
}

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
