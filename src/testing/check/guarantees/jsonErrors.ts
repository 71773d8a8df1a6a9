import { type Answer, describe } from '../Answer.js'
import type { Guarantee } from '../CheckContext.js'
import { isRecord } from '../isRecord.js'
import { keptUnless } from '../Verdict.js'

function problemsOf(answer: Answer): string[] {
  if (answer.status < 400) return []
  const error = isRecord(answer.json) ? answer.json['error'] : undefined
  const isEnvelope =
    isRecord(error) && typeof error['message'] === 'string' && 'code' in error && 'type' in error
  const isCalledJson = (answer.headers.get('content-type') ?? '').includes('application/json')
  return isEnvelope && isCalledJson ? [] : [describe(answer)]
}

export const jsonErrors: Guarantee = {
  about: 'Tells errors as JSON in the envelope { error: { message, type, param, code } }.',
  check: async ({ ask, create, createTask, canCreate }) => {
    const answers = [await ask('/videos/..%2Fcheck')]
    if (canCreate) {
      answers.push(await create('create-502'))
      answers.push(await ask(`/videos/${await createTask('poll-524')}`))
      answers.push(await ask(`/videos/${await createTask('poll-503-empty')}`))
      answers.push(await ask(`/videos/${await createTask('instant content-502')}/content`))
      answers.push(await ask(`/videos/${await createTask('stuck')}/content`))
    }
    return keptUnless(answers.flatMap(problemsOf), `${answers.length} errors were`)
  },
}
