import { expect, it } from 'vitest'
import { createVideoProxy, type VideoProxyOptions } from 'react-video-task/server'
import { checkVideoProxy, createVideoEmulator } from 'react-video-task/testing'

// Import yours from its route. It takes the options that a test replaces.
const createAppProxy = (replaced: Pick<VideoProxyOptions, 'apiKey' | 'fetch'>) =>
  createVideoProxy({
    secret: 'only-for-tests-0123456789-abcdefghij',
    limits: { promptLength: 4_000 },
    authorize: ({ request }) => {
      const id = /session=(\w+)/.exec(request.headers.get('cookie') ?? '')?.[1]
      return id === undefined ? false : { id }
    },
    onError: () => undefined, // the check provokes errors
    ...replaced,
  })

it('meets all requirements of a video proxy', async () => {
  const emulator = createVideoEmulator()
  const proxy = createAppProxy({ apiKey: 'sk-emulator', fetch: emulator.fetch })
  const results = await checkVideoProxy(proxy, {
    emulator,
    headers: { cookie: 'session=ann' },
    otherHeaders: { cookie: 'session=bob' },
  })
  expect(results.filter(({ status }) => status !== 'pass')).toEqual([])
})

it('bills nothing for an unauthenticated request', async () => {
  const emulator = createVideoEmulator()
  const proxy = createAppProxy({ apiKey: 'sk-emulator', fetch: emulator.fetch })
  const body = new FormData()
  body.set('model', 'wan2.6')
  body.set('prompt', 'A fox in the snow')
  const response = await proxy(new Request('https://app.test/api/v1/videos', { method: 'POST', body }))
  expect(response.status).toBe(403)
  expect(emulator.requests).toEqual([])
})
