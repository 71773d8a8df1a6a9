import { beforeAll, expect, it } from 'vitest'
import { expectHydration } from '../examples/support/expectHydration.js'
import { expectVideoPlays } from '../examples/support/expectVideoPlays.js'
import { startApi } from '../examples/support/startApi.js'
import { startApp } from '../examples/support/startApp.js'
import { type Consumer, installConsumer } from './support/installConsumer.js'

let app: Consumer
let built: string

// Next and its compiler are some 400 MB, and a build takes its time.
beforeAll(async () => {
  app = await installConsumer({ from: { 'examples/nextjs': '.' } })
  built = await app.run('npm', ['run', 'build'])
}, 600_000)

const start = (env: Record<string, string>) =>
  startApp(app.folder, {
    args: ['node_modules/next/dist/bin/next', 'start', '-H', '127.0.0.1', '-p', '0'],
    env: { NEXT_TELEMETRY_DISABLED: '1', ...env },
  })

it('Next.js builds the page of a task as one that a server component renders for each request', () => {
  expect(built).toMatch(/ƒ \/videos\/\[id\]/)
})

it('a server component prefetches with videoTaskOptions, and the client goes on from it without asking again', async () => {
  const api = await startApi({ duration: 60_000 })
  await expectHydration(await start(api.env))
})

it('a client component makes a video, and the browser plays it', async () => {
  const api = await startApi()
  await expectVideoPlays(await start(api.env), api)
})
