import { it } from 'vitest'
import { expectVideoPlays } from './support/appChecks.js'
import { startApi, startExample } from './support/apps.js'

it.each(['node-http', 'express', 'hono'])('the %s example plays a video', async (name) => {
  const api = await startApi()
  await expectVideoPlays(await startExample(name, { args: ['server.js'], env: api.env }), api)
})
