import { loadPicture } from '../../clips/pictures.js'
import { type Answer, describeAnswer, isRecord } from '../answer.js'
import type { AskOptions, CheckContext, Requirement } from '../CheckContext.js'
import { passUnless, unknown } from '../results.js'
import { foreignSiteProblems, isRefusal, refusalProblems, STILL_PATH, strangerProblems } from './access.js'
import type { Bytes } from '../../http/bodyStream.js'

export const sentStills: Requirement = {
  description: 'Takes the picture of a kept film from its owner alone, once, and only a whole JPEG.',
  needsEmulator: true,
  route: 'still',
  check: async (context) => {
    const { ask, createTask } = context
    const id = await createTask('instant')
    const still = await wantedStill(context, id)
    if (still !== 'wanted') return unknown(`${NEEDS_FILM}: the field still is ${JSON.stringify(still)}`)

    const path = `/videos/${id}${STILL_PATH}`
    const jpeg = loadPicture('spritesheet').bytes
    const problems = await strangerProblems(context, path, put(jpeg))
    problems.push(...(await foreignSiteProblems(context, path, put(jpeg))))
    for (const [what, body] of notStills(jpeg)) {
      // The connection of a large one may be closed before its answer is read.
      const accepted = await refusalProblems(context, path, put(body)).catch((): string[] => [])
      problems.push(...accepted.map((problem) => `${what}: ${problem}`))
    }
    // Until then the answer is the API's own, which may have a picture.
    const before = await ask(path)
    const kept = [['the JPEG of a stranger', jpeg] as const, ...notStills(jpeg)].find(([, body]) =>
      isEqual(before.bytes, typeof body === 'string' ? new TextEncoder().encode(body) : body),
    )
    if (kept) problems.push(`before its owner sent one, it was ${kept[0]}`)

    const own = await ask(path, put(jpeg))
    if (own.status >= 300 && problems.length === 0) return unknown(`${NEEDS_FILM}: ${describeAnswer(own)}`)
    // It stays, whatever is sent after it.
    problems.push(...(await refusalProblems(context, path, put(jpeg))))
    problems.push(...shownProblems(await ask(path), jpeg))
    for (const as of ['anonymous', 'other'] as const) {
      if (as === 'other' && !context.options.otherHeaders) continue
      const answer = await ask(path, { as })
      if (!isRefusal(answer)) problems.push(describeAnswer(answer))
    }
    return passUnless(problems, 'the JPEG of the owner was kept, and nothing else was')
  },
}

const NEEDS_FILM =
  "needs a proxy that keeps films and asks the owner of one without a picture for it, with still: 'wanted' in the task"

const put = (body: AskOptions['body']): AskOptions => ({ method: 'PUT', body })

/** Waits until the film is kept, and returns what the task says of its picture. */
async function wantedStill({ send }: CheckContext, id: string): Promise<unknown> {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const task: unknown = await (await send(`/videos/${id}`)).json().catch(() => undefined)
    if (isRecord(task) && task['still'] !== undefined) return task['still']
    await new Promise((resolve) => setTimeout(resolve, ROUND_MS))
  }
  return undefined
}

/** How often the task is asked for while its film is copied, and the time between, in ms: 10 s together. */
const MAX_ROUNDS = 100
const ROUND_MS = 100

/** Bodies that are no still, by what they are. */
function notStills(jpeg: Bytes): [what: string, body: string | Bytes][] {
  return [
    ['HTML', '<html><script>alert(1)</script></html>'],
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['a PNG', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...jpeg])],
    ['a JPEG that is cut', jpeg.slice(0, -2)],
    ['HTML before a JPEG', Uint8Array.from([...new TextEncoder().encode('<html>'), ...jpeg])],
    ['4 MiB', Uint8Array.from([...jpeg.subarray(0, 20), ...new Uint8Array(4 * 1024 * 1024), 0xff, 0xd9])],
  ]
}

const isEqual = (one: Uint8Array, other: Uint8Array) =>
  one.length === other.length && one.every((byte, at) => byte === other[at])

const isPicture = ({ status, headers }: Answer) =>
  status === 200 && (headers.get('content-type') ?? '').startsWith('image/')

/** How a kept picture differs from the one that was sent. */
function shownProblems(answer: Answer, jpeg: Uint8Array): string[] {
  if (!isPicture(answer)) return [`its owner is not shown it: ${describeAnswer(answer)}`]
  const { headers, bytes } = answer
  return [
    headers.get('content-type') !== 'image/jpeg' && `it is served as ${headers.get('content-type')}`,
    headers.get('x-content-type-options') !== 'nosniff' && 'it is served without nosniff',
    !isEqual(bytes, jpeg) && 'another picture is served than the one that was sent',
  ].filter((problem) => problem !== false)
}
