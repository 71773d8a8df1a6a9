import { createVideoEmulator, type VideoEmulator } from 'react-video-task/testing'
import { serve } from '../../support/serve.js'

/** The emulated API over HTTP, and the environment that makes an example use it. */
export async function startApi({ duration = 2_000 } = {}): Promise<{
  emulator: VideoEmulator
  key: string
  env: Record<string, string>
}> {
  const key = 'sk-canary-7c1b90e4d2'
  // Without a URL of its own, so that the video can only be played through the proxy.
  const emulator = createVideoEmulator({ apiKey: key, duration, scenario: 'no-url' })
  const origin = await serve((request) => emulator.handle(request))
  return {
    emulator,
    key,
    env: {
      COMETAPI_KEY: key,
      COMETAPI_BASE_URL: `${origin}/v1`,
      VIDEO_ID_SECRET: 'a secret of the tests, 32 and more characters long',
    },
  }
}
