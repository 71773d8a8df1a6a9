import type { Guarantee } from '../CheckContext.js'
import { broken, kept } from '../Verdict.js'

const VIEWERS = 8

export const sharedPolls: Guarantee = {
  about: 'Asks the API once for many viewers of one task.',
  needsEmulator: true,
  check: async ({ ask, createTask, upstreamOf }) => {
    const id = await createTask('stuck')
    const upstream = await upstreamOf(() =>
      Promise.all(Array.from({ length: VIEWERS }, () => ask(`/videos/${id}`))),
    )
    const evidence = `${VIEWERS} polls at once were ${upstream.length} to the API`
    return upstream.length === 1 ? kept(evidence) : broken(evidence)
  },
}
