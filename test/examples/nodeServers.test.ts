import { it } from 'vitest'
import { expectForeignHostRefused, expectVideoPlays } from './support/appChecks.js'
import { startApi, startExample } from './support/apps.js'

it.each(['node-http', 'express', 'hono'])(
  'the %s example plays a video and refuses a foreign host',
  async (name) => {
    const api = await startApi()
    const app = await startExample(name, { args: ['server.js'], env: api.env })
    await expectForeignHostRefused(app, api)
    await expectVideoPlays(app, api)
  },
)
