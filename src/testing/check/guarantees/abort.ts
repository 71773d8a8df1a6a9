import type { Guarantee } from '../CheckContext.js'
import { broken, kept } from '../Verdict.js'

/** How long the news may take to reach the API, in ms; shorter than what is left of the video. */
const PATIENCE = 1000

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

export const abort: Guarantee = {
  about: 'Stops asking the API when the viewer leaves.',
  needsEmulator: true,
  check: async ({ send, createTask, upstreamOf }) => {
    const id = await createTask('instant content-drip')
    const controller = new AbortController()
    const [asked] = await upstreamOf(async () => {
      const response = await send(`/videos/${id}/content`, { signal: controller.signal })
      const reader = response.body?.getReader()
      await reader?.read()
      controller.abort()
      // A handler called in-process hears of it from its body alone.
      await reader?.cancel().catch(() => undefined)
    })
    const since = performance.now()
    while (asked?.left !== true && performance.now() - since < PATIENCE) await wait(20)
    const ms = Math.round(performance.now() - since)
    return asked?.left === true
      ? kept(`the API's answer was ended ${ms} ms after the viewer left`)
      : broken(`${ms} ms after the viewer left the API was still sending`)
  },
}
