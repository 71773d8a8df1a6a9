import type { EmulatedRequest } from '../../requestLog.js'
import { type Answer, describeAnswer } from '../answer.js'
import type { Requirement } from '../CheckContext.js'
import { fail, pass, passUnless, unknown } from '../results.js'

export const createOnce: Requirement = {
  description: 'Sends each create to the API exactly once, because each one is billed.',
  needsEmulator: true,
  check: async ({ create, upstreamOf }) => {
    const problems: string[] = []
    const names = ['create-503', 'create-429', 'create-cut', 'create-reset']
    for (const name of names) {
      const answers: Answer[] = []
      const upstream = await upstreamOf(async () => answers.push(await create(name)))
      const { length } = upstream.filter(({ route }) => route === 'create')
      // A create that the proxy itself rejects shows nothing about retries.
      if (length === 0) throw new Error(`no create reached the API: ${answers.map(describeAnswer).join()}`)
      if (length !== 1) problems.push(`the create with ${name} was sent ${length} times`)
    }
    return passUnless(problems, `the creates with ${names.join(', ')} were sent once`)
  },
}

const VIEWERS = 8

export const sharedPolls: Requirement = {
  description: 'Sends one upstream request for concurrent polls of the same task.',
  needsEmulator: true,
  check: async ({ ask, createTask, upstreamOf }) => {
    const id = await createTask('stuck')
    const upstream = await upstreamOf(() =>
      Promise.all(Array.from({ length: VIEWERS }, () => ask(`/videos/${id}`))),
    )
    const evidence = `${VIEWERS} concurrent polls caused ${upstream.length} upstream requests`
    return upstream.length === 1 ? pass(evidence) : fail(evidence)
  },
}

export const pollHints: Requirement = {
  description: 'Forwards Retry-After and openai-poll-after-ms to the caller.',
  needsEmulator: true,
  check: async ({ ask, createTask }) => {
    const hinted = await ask(`/videos/${await createTask('stuck poll-wait-hint')}`)
    // Last of all: a proxy may answer every poll itself for as long as the API asks its key to wait.
    const limited = await ask(`/videos/${await createTask('poll-429-retry-after')}`)
    const hints: [string, string | null, string][] = [
      ['Retry-After', limited.headers.get('retry-after'), '7'],
      ['openai-poll-after-ms', hinted.headers.get('openai-poll-after-ms'), '7000'],
    ]
    const problems = hints.filter(([, received, sent]) => received !== sent)
    return passUnless(
      problems.map(([name, received, sent]) => `the API sent ${name}: ${sent}, the caller got ${received}`),
      'Retry-After: 7 and openai-poll-after-ms: 7000 were forwarded',
    )
  },
}

export const abort: Requirement = {
  description: 'Aborts the upstream download when the viewer disconnects.',
  needsEmulator: true,
  check: async ({ send, createTask, options: { emulator } }) => {
    const id = await createTask('instant content-drip')
    const before = emulator?.requests.length
    // A proxy that keeps films downloads it for itself as well.
    const downloads = (): EmulatedRequest[] =>
      emulator?.requests.slice(before).filter(({ route }) => route === 'content') ?? []
    const viewer = new AbortController()
    let isAnswered = false
    const watching = send(`/videos/${id}/content`, { signal: viewer.signal }).then(async ({ body }) => {
      isAnswered = true
      // A handler that is called without a network sees the disconnection as a cancelled body.
      viewer.signal.addEventListener('abort', () => void body?.cancel().catch(() => undefined))
      if (viewer.signal.aborted) await body?.cancel()
    })
    await waitFor(() => isAnswered && downloads().some(({ status }) => status === 200))
    viewer.abort()
    await watching.catch(() => undefined)
    if (!downloads().some(({ status }) => status === 200))
      return unknown('could not be checked: the API got no request for the video')
    const isEnded = () => downloads().some(({ aborted }) => aborted === true)
    const ms = await waitFor(isEnded)
    return isEnded()
      ? pass(`the upstream download ended ${ms} ms after the viewer disconnected`)
      : fail(`${ms} ms after the viewer disconnected the API was still sending`)
  },
}

/** Longest wait for the API to notice, in milliseconds; the rest of the dripped video takes longer. */
const MAX_WAIT = 1000
const WAIT_INTERVAL = 20

/** Waits until a condition holds, at most `MAX_WAIT`; returns the time it took, in milliseconds. */
async function waitFor(condition: () => boolean): Promise<number> {
  const since = performance.now()
  while (!condition() && performance.now() - since < MAX_WAIT)
    await new Promise((resolve) => setTimeout(resolve, WAIT_INTERVAL))
  return Math.round(performance.now() - since)
}
