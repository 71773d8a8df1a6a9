import { createVideoProxy, type VideoProxy } from 'react-video-task/server'
import { createVideoEmulator } from 'react-video-task/testing'

declare global {
  /** Kept over reloads of this module in development, so that a running task is not lost. */
  var videoProxy: VideoProxy | undefined
}

// The emulator stands in for the API: no key, no network, no bill.
const proxy = (globalThis.videoProxy ??= createVideoProxy({
  apiKey: 'sk-emulator',
  fetch: createVideoEmulator().fetch,
  authorize: () => true, // for a playground: check your session here before you deploy
}))

export { proxy as GET, proxy as HEAD, proxy as POST }
