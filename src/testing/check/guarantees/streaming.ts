import type { Guarantee } from '../CheckContext.js'
import { broken, kept } from '../Verdict.js'

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
