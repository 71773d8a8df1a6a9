import { type Answer, describeAnswer, isRecord } from '../answer.js'
import { PROBE_MODEL, type Requirement } from '../CheckContext.js'
import { isRefusal } from './access.js'
import { pass, passUnless, unknown } from '../results.js'

export const manyTasks: Requirement = {
  description: 'Answers about many tasks, where it says that it does, for each as for it alone.',
  check: async (context) => {
    const { ask, completedTask, upstreamOf, options, whyNot } = context
    const id = await completedTask()
    if (id === undefined) return unknown(`needs a task: pass taskId; or ${whyNot}`)
    const alone = await ask(`/videos/${id}`)
    const size = Number(alone.headers.get('video-batch'))
    if (!(size > 1)) return pass('no answer has video-batch, so clients ask for each task alone')

    const path = `/videos?ids=${id},${PROBE_MODEL}`
    const problems: string[] = []
    const own = partsOf(await ask(path))
    if (own.get(decodeURIComponent(id)) !== alone.status)
      problems.push('the own task was not answered as alone')
    const never = await ask(`/videos/${PROBE_MODEL}`)
    if (own.get(PROBE_MODEL) !== never.status) problems.push('an unknown task was not answered as alone')
    for (const as of options.otherHeaders ? (['other', 'anonymous'] as const) : (['anonymous'] as const)) {
      // Who gets the task alone is a matter of authentication and ownership.
      if (!isRefusal(await ask(`/videos/${id}`, { as }))) continue
      const answer = await ask(path, { as })
      const status = partsOf(answer).get(decodeURIComponent(id))
      if (!isRefusal(answer) && status !== undefined && status < 300) problems.push(describeAnswer(answer))
    }
    const upstream = await upstreamOf(async () => {
      const answer = await ask(
        `/videos?ids=${Array.from({ length: size + 1 }, (_, index) => `check-${index}`).join()}`,
      )
      if (answer.status < 400 || answer.status >= 500)
        problems.push(`${size + 1} tasks: ${describeAnswer(answer)}`)
    })
    if (upstream.length > 0) problems.push(`${size + 1} tasks: the API was called ${upstream.length} times`)
    return passUnless(
      problems,
      `a request for two tasks was answered as one for each, one for ${size + 1} refused`,
    )
  },
}

/** The status of each part, by its id. */
function partsOf({ json }: Answer): Map<unknown, number> {
  const data = isRecord(json) ? json['data'] : undefined
  const parts: unknown[] = Array.isArray(data) ? data : []
  return new Map(parts.filter(isRecord).map((part) => [part['id'], Number(part['status'])]))
}
