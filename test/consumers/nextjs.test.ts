import { expect, it } from 'vitest'
import { expectHydration } from '../examples/support/expectHydration.js'
import { expectVideoPlays } from '../examples/support/expectVideoPlays.js'
import { startApi } from '../examples/support/startApi.js'
import { startApp } from '../examples/support/startApp.js'
import { prepareConsumer } from './support/prepareConsumer.js'

// The example itself, on the newest versions that it allows.
const app = prepareConsumer({ from: { 'examples/nextjs': '.' }, isBuilt: true })

const start = (env: Record<string, string>) =>
  startApp(app.folder, {
    args: ['node_modules/next/dist/bin/next', 'start', '-H', '127.0.0.1', '-p', '0'],
    env: { NEXT_TELEMETRY_DISABLED: '1', ...env },
  })

it('Next.js builds the page of a task as one that a server component renders for each request', () => {
  expect(app.built).toMatch(/ƒ \/videos\/\[id\]/)
})

it('a server component prefetches with videoTaskOptions, and the client goes on from it without asking again', async () => {
  const api = await startApi({ duration: 3_600_000 })
  await expectHydration(await start(api.env))
})

it('a client component makes a video, and the browser plays it', async () => {
  const api = await startApi()
  await expectVideoPlays(await start(api.env), api)
})
