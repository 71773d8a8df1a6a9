import type { EmulatedRequest } from '../../EmulatedRequest.js'
import type { Guarantee } from '../CheckContext.js'
import { broken, kept, unknown } from '../Verdict.js'

/** How long the news may take to reach the API, in ms; shorter than what is left of the video. */
const PATIENCE = 1000

/** Waits until something is so, at most as long as patience lasts; gives how long it took in ms. */
async function until(isSo: () => boolean): Promise<number> {
  const since = performance.now()
  while (!isSo() && performance.now() - since < PATIENCE)
    await new Promise((resolve) => setTimeout(resolve, 20))
  return Math.round(performance.now() - since)
}

export const abort: Guarantee = {
  about: 'Stops asking the API when the viewer leaves.',
  needsEmulator: true,
  check: async ({ send, createTask, options: { emulator } }) => {
    const id = await createTask('instant content-drip')
    const before = emulator?.requests.length
    const asked = (): EmulatedRequest | undefined => emulator?.requests.slice(before)[0]
    const viewer = new AbortController()
    const watching = send(`/videos/${id}/content`, { signal: viewer.signal }).then(async ({ body }) => {
      // A handler called without a network hears through the body that its viewer left.
      viewer.signal.addEventListener('abort', () => void body?.cancel().catch(() => undefined))
      if (viewer.signal.aborted) await body?.cancel()
    })
    await until(() => asked()?.status === 200)
    viewer.abort()
    await watching.catch(() => undefined)
    if (asked()?.status !== 200) return unknown('could not be tried: the API was not asked for the video')
    const ms = await until(() => asked()?.left === true)
    return asked()?.left === true
      ? kept(`the API's answer was ended ${ms} ms after the viewer left`)
      : broken(`${ms} ms after the viewer left the API was still sending`)
  },
}
