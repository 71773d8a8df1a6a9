import { it } from 'vitest'
import { expectVideoPlays } from './support/expectVideoPlays.js'
import { startApi } from './support/startApi.js'
import { startExample } from './support/startExample.js'

it('the example on express plays a video', async () => {
  const api = await startApi()
  await expectVideoPlays(await startExample('express', { args: ['server.js'], env: api.env }), api)
})
