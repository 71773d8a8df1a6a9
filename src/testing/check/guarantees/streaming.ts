import type { Guarantee } from '../CheckContext.js'
import { broken, kept } from '../Verdict.js'

/** The emulator takes 1.8 s from the first to the last piece; a proxy that waits for the last has them all at once. */
const LEAST_GAP = 500

export const streaming: Guarantee = {
  about: 'Passes a video on as it comes: the first byte is there before the last one was sent.',
  needsEmulator: true,
  check: async ({ send, createTask }) => {
    const response = await send(`/videos/${await createTask('instant content-drip')}/content`)
    const reader = response.body?.getReader()
    const arrivals: number[] = []
    while (!(await reader?.read())?.done) arrivals.push(performance.now())
    const gap = Math.round((arrivals.at(-1) ?? 0) - (arrivals[0] ?? 0))
    const evidence = `${arrivals.length} pieces over ${gap} ms of a body that takes 1800`
    return gap > LEAST_GAP ? kept(evidence) : broken(evidence)
  },
}
