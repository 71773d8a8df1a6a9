import { type Answer, describe, type Guarantee } from '../CheckContext.js'
import { broken, kept, keptUnless, unknown } from '../Verdict.js'

/** What is wrong with the answer to a range of a file. */
function rangeProblems(answer: Answer, whole: Uint8Array, from: number, to: number): string[] {
  const { asked, status, headers, bytes } = answer
  if (status !== 206) return [describe(answer)]
  const range = headers.get('content-range')
  const expected = `bytes ${from}-${to}/${whole.length}`
  if (range !== expected) return [`${asked} said Content-Range ${range}, not ${expected}`]
  const part = whole.subarray(from, to + 1)
  const isSame = bytes.length === part.length && bytes.every((byte, index) => byte === part[index])
  return isSame ? [] : [`${asked} answered other bytes than those`]
}

export const ranges: Guarantee = {
  about: 'Answers a range of a video with 206, its Content-Range and exactly those bytes, as Safari needs.',
  check: async ({ ask, completedTask, whyNot }) => {
    const id = await completedTask()
    if (id === undefined) return unknown(`needs a task: pass taskId; or ${whyNot}`)
    const path = `/videos/${id}/content`
    const whole = await ask(path)
    const size = whole.bytes.length
    if (whole.status !== 200 || size < 1000) return unknown(`needs a video of some size: ${describe(whole)}`)
    const asked: [string, number, number][] = [
      ['bytes=0-1', 0, 1],
      ['bytes=100-299', 100, 299],
      [`bytes=${size - 5}-`, size - 5, size - 1],
      ['bytes=-7', size - 7, size - 1],
    ]
    const problems: string[] = []
    for (const [range, from, to] of asked) {
      problems.push(...rangeProblems(await ask(path, { headers: { range } }), whole.bytes, from, to))
    }
    return keptUnless(
      problems,
      `of ${size} bytes ${asked.map(([range]) => range).join(', ')} were answered so`,
    )
  },
}

export const rangesAnyway: Guarantee = {
  about: 'Answers ranges with 206 although the API ignores them.',
  needsEmulator: true,
  check: async ({ ask, createTask }) => {
    const path = `/videos/${await createTask('instant no-ranges')}/content`
    const whole = await ask(path)
    if (whole.status !== 200) return unknown(`needs a video: ${describe(whole)}`)
    const problems: string[] = []
    for (const [from, to] of [
      [0, 1],
      [100, 299],
    ] as const) {
      const answer = await ask(path, { headers: { range: `bytes=${from}-${to}` } })
      problems.push(...rangeProblems(answer, whole.bytes, from, to))
    }
    return keptUnless(problems, 'bytes=0-1 and bytes=100-299 were answered so')
  },
}

export const unsatisfiableRange: Guarantee = {
  about: 'Answers a range beyond the video with 416.',
  check: async ({ ask, completedTask, whyNot }) => {
    const id = await completedTask()
    if (id === undefined) return unknown(`needs a task: pass taskId; or ${whyNot}`)
    const answer = await ask(`/videos/${id}/content`, { headers: { range: 'bytes=999999999999-' } })
    const range = answer.headers.get('content-range')
    if (answer.status !== 416) return broken(describe(answer))
    return range === null || /^bytes \*\/\d+$/.test(range)
      ? kept(`416, Content-Range ${range}`)
      : broken(`416 with the Content-Range ${range}`)
  },
}

/** The emulator sends a piece every 200 ms, in ms; a proxy that waits for the last has them all at once. */
const LEAST_GAP = 100

export const streaming: Guarantee = {
  about: 'Passes a video on as it comes: the first byte is there before the last one was sent.',
  needsEmulator: true,
  check: async ({ send, createTask }) => {
    const response = await send(`/videos/${await createTask('instant content-drip')}/content`)
    const reader = response.body?.getReader()
    let pieces = 0
    let before = performance.now()
    while (!(await reader?.read())?.done) {
      const gap = Math.round(performance.now() - before)
      before = performance.now()
      pieces += 1
      if (pieces > 1 && gap > LEAST_GAP) {
        await reader?.cancel()
        return kept(`a piece was there ${gap} ms before the next one`)
      }
    }
    return broken(`${pieces} pieces of a body that takes 1.8 s came all at once`)
  },
}

export const textAsVideo: Guarantee = {
  about: 'Never passes JSON or HTML on as a video, whatever the API calls it.',
  needsEmulator: true,
  check: async ({ ask, createTask }) => {
    const answers = []
    for (const name of ['json-as-mp4', 'html-as-mp4', 'content-200-html', 'content-200-error']) {
      answers.push(await ask(`/videos/${await createTask(`instant ${name}`)}/content`))
    }
    const problems = answers.filter(({ status }) => status < 400).map(describe)
    return keptUnless(problems, `answered ${answers.map(({ status }) => status).join(', ')}`)
  },
}
