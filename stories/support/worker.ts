import { http } from 'msw'
import { setupWorker } from 'msw/browser'
import { videoTaskHandlers } from 'react-video-task/testing'
import type { StoryWorld } from './StoryWorld.js'

const worker = setupWorker()
let started: Promise<unknown> | undefined

/** Answers the requests of a story's `<video>` elements from its emulator, in the page's service worker. */
export async function answerMedia({ emulator, origin }: StoryWorld): Promise<void> {
  started ??= worker.start({
    quiet: true,
    onUnhandledRequest: 'bypass',
    serviceWorker: { url: './mockServiceWorker.js' },
  })
  await started
  worker.use(...videoTaskHandlers(http, emulator, { origin }))
}
