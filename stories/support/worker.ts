import { http } from 'msw'
import { setupWorker } from 'msw/browser'
import { videoTaskHandlers } from 'react-video-task/testing'
import type { StoryWorld } from './StoryWorld.js'

const worker = setupWorker()
let started: Promise<unknown> | undefined

/** Lets the page's service worker answer from a story's emulator what a `<video>` asks for. */
export async function answerMedia({ emulator, origin }: StoryWorld): Promise<void> {
  started ??= worker.start({
    quiet: true,
    onUnhandledRequest: 'bypass',
    serviceWorker: { url: './mockServiceWorker.js' },
  })
  await started
  worker.use(...videoTaskHandlers(http, emulator, { origin }))
}
