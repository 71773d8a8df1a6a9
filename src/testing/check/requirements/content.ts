import { type Answer, describeAnswer, describeSuccesses, listStatuses } from '../answer.js'
import type { Requirement } from '../CheckContext.js'
import { fail, pass, passUnless, unknown } from '../results.js'

/** Smallest video, in bytes, that contains all requested ranges. */
const MIN_VIDEO_SIZE = 1000

export const ranges: Requirement = {
  description:
    'Answers range requests with 206, Content-Range and exactly the requested bytes, as Safari requires.',
  check: async ({ ask, completedTask, whyNot }) => {
    const id = await completedTask()
    if (id === undefined) return unknown(`needs a task: pass taskId; or ${whyNot}`)
    const path = `/videos/${id}/content`
    const whole = await ask(path)
    const size = whole.bytes.length
    if (whole.status !== 200 || size < MIN_VIDEO_SIZE)
      return unknown(`needs a video of ${MIN_VIDEO_SIZE} bytes or more: ${describeAnswer(whole)}`)
    const requested: [string, number, number][] = [
      ['bytes=0-1', 0, 1],
      ['bytes=100-299', 100, 299],
      [`bytes=${size - 5}-`, size - 5, size - 1],
      ['bytes=-7', size - 7, size - 1],
    ]
    const problems: string[] = []
    for (const [range, from, to] of requested) {
      problems.push(...rangeProblems(await ask(path, { headers: { range } }), whole.bytes, from, to))
    }
    const list = requested.map(([range]) => range).join(', ')
    return passUnless(problems, `${list} of ${size} bytes were answered with 206`)
  },
}

export const rangeFallback: Requirement = {
  description: 'Answers range requests with 206 even if the API ignores Range.',
  needsEmulator: true,
  check: async ({ ask, createTask }) => {
    const path = `/videos/${await createTask('instant no-ranges')}/content`
    const whole = await ask(path)
    if (whole.status !== 200) return unknown(`needs a video: ${describeAnswer(whole)}`)
    const requested: [number, number][] = [
      [0, 1],
      [100, 299],
    ]
    const problems: string[] = []
    for (const [from, to] of requested) {
      const answer = await ask(path, { headers: { range: `bytes=${from}-${to}` } })
      problems.push(...rangeProblems(answer, whole.bytes, from, to))
    }
    return passUnless(problems, 'bytes=0-1 and bytes=100-299 were answered with 206')
  },
}

function rangeProblems(answer: Answer, whole: Uint8Array, from: number, to: number): string[] {
  const { asked, status, headers, bytes } = answer
  if (status !== 206) return [describeAnswer(answer)]
  const range = headers.get('content-range')
  const expected = `bytes ${from}-${to}/${whole.length}`
  if (range !== expected) return [`${asked} answered with Content-Range ${range}, not ${expected}`]
  const part = whole.subarray(from, to + 1)
  const isSame = bytes.length === part.length && bytes.every((byte, index) => byte === part[index])
  return isSame ? [] : [`${asked} answered with other bytes`]
}

export const unsatisfiableRange: Requirement = {
  description: 'Answers a range beyond the end of the video with 416.',
  check: async ({ ask, completedTask, whyNot }) => {
    const id = await completedTask()
    if (id === undefined) return unknown(`needs a task: pass taskId; or ${whyNot}`)
    const answer = await ask(`/videos/${id}/content`, { headers: { range: 'bytes=999999999999-' } })
    const range = answer.headers.get('content-range')
    if (answer.status !== 416) return fail(describeAnswer(answer))
    return range === null || /^bytes \*\/\d+$/.test(range)
      ? pass(`416, Content-Range ${range}`)
      : fail(`416 with the Content-Range ${range}`)
  },
}

/** A gap between two chunks, in milliseconds, that only streaming explains: the emulator sends one every 200 ms. */
const MIN_CHUNK_GAP = 100

export const streaming: Requirement = {
  description: 'Streams a video as it arrives instead of buffering it.',
  needsEmulator: true,
  check: async ({ send, createTask }) => {
    const response = await send(`/videos/${await createTask('instant content-drip')}/content`)
    const reader = response.body?.getReader()
    let chunks = 0
    let before = performance.now()
    while (!(await reader?.read())?.done) {
      const gap = Math.round(performance.now() - before)
      before = performance.now()
      chunks += 1
      if (chunks > 1 && gap > MIN_CHUNK_GAP) {
        await reader?.cancel()
        return pass(`a chunk arrived ${gap} ms before the next one`)
      }
    }
    return fail(`all ${chunks} chunks of a body that takes 1.8 s arrived at once`)
  },
}

export const textAsVideo: Requirement = {
  description: 'Never returns JSON or HTML as a video, even if the API labels it video/mp4.',
  needsEmulator: true,
  check: async ({ ask, createTask }) => {
    const answers: Answer[] = []
    for (const name of ['json-as-mp4', 'html-as-mp4', 'content-200-html', 'content-200-error']) {
      answers.push(await ask(`/videos/${await createTask(`instant ${name}`)}/content`))
    }
    return passUnless(describeSuccesses(answers), `answered ${listStatuses(answers)}`)
  },
}
