import { expect, it } from 'vitest'
import { expectHydration, expectVideoPlays } from '../examples/support/appChecks.js'
import { startApi, startApp } from '../examples/support/apps.js'
import { prepareConsumer } from './support/consumer.js'

// The example itself, on the newest versions that it allows.
const app = prepareConsumer({ from: { 'examples/nextjs': '.' }, isBuilt: true })

const start = (env: Record<string, string>) =>
  startApp(app.folder, {
    args: ['node_modules/next/dist/bin/next', 'start', '-H', '127.0.0.1', '-p', '0'],
    env: { NEXT_TELEMETRY_DISABLED: '1', ...env },
  })

it('Next.js streams the page of a task from the server for each request', () => {
  expect(app.built).toMatch(/◐ \/videos\/\[id\]/)
})

it('a server component prefetches with videoTaskOptions, and the client continues without a request of its own', async () => {
  const api = await startApi({ duration: 3_600_000 })
  await expectHydration(await start(api.env))
})

it('a client component creates a video, and the browser plays it', async () => {
  const api = await startApi()
  await expectVideoPlays(await start(api.env), api)
})
