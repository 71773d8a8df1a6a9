import type { VideoEmulator } from 'react-video-task/testing'
import { startApp } from '../../examples/support/apps.js'
import { serve } from '../../support/serve.js'

/** Serves the built page of an app with `vite preview`, and the emulator as its API, until the test ends. */
export async function previewPage(folder: string, emulator: VideoEmulator): Promise<string> {
  const api = await serve((request) => emulator.handle(request))
  const { origin } = await startApp(folder, {
    args: ['node_modules/vite/bin/vite.js', 'preview', 'page', '--host', '127.0.0.1', '--port', '0'],
    env: { API_ORIGIN: api },
  })
  return origin
}
