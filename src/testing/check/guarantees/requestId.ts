import type { Guarantee } from '../CheckContext.js'
import { broken, kept } from '../Verdict.js'

export const requestId: Guarantee = {
  about: "Passes the API's request id on, by which its support finds a request.",
  needsEmulator: true,
  check: async ({ ask, createTask }) => {
    const { headers, text } = await ask(`/videos/${await createTask('poll-500')}`)
    const inHeader = headers.get('x-request-id')
    const inBody = /request id: (\w+)/.exec(text)?.[1]
    if (inHeader === null && inBody === undefined)
      return broken('a poll that failed upstream told no request id')
    return kept(`a poll that failed upstream told the id ${inHeader ?? inBody}`)
  },
}
