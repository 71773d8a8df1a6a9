import { createVideoClient } from 'react-video-task/client'
import { createVideoProxy, type VideoProxyLimits } from 'react-video-task/server'
import { createVideoEmulator } from 'react-video-task/testing'
import { expect, it } from 'vitest'
import { picture } from '../../support/pictures.js'
import { serve } from '../../support/serve.js'

/** A client over HTTP to a proxy, and that over HTTP to the emulator; and the reference pictures that the API got. */
async function start(limits: VideoProxyLimits) {
  const emulator = createVideoEmulator({ apiKey: false })
  const received: string[][] = []
  const upstream = await serve(async (request) => {
    if (request.method === 'POST') {
      const entries = [...(await request.clone().formData())]
      received.push(
        entries
          .filter(([name]) => name.startsWith('input_reference'))
          .map(([name, file]) =>
            typeof file === 'string' ? file : `${name} ${file.name} ${file.type} ${file.size}`,
          ),
      )
    }
    return emulator.fetch(request)
  })
  const proxy = await serve(
    createVideoProxy({
      apiKey: 'sk-emulator',
      baseURL: `${upstream}/v1`,
      authorize: () => true,
      maxBodyBytes: 1_000_000,
      limits,
      onError: () => undefined,
    }),
  )
  return { client: createVideoClient({ baseURL: `${proxy}/api/v1` }), received }
}

const [first, last] = [
  picture('b-first.png'),
  picture('a-last.jpg', { format: 'JPEG', type: 'image/jpeg', text: 'the last frame' }),
]
const line = (file: File) => `input_reference ${file.name} ${file.type} ${file.size}`

it('the first and the last frame of Veo reach the API in this order, through a proxy with limits', async () => {
  const { client, received } = await start({ models: ['veo3-fast'] })
  const params = { model: 'veo3-fast', prompt: 'It snows' }
  await client.create({ ...params, input_reference: [first, last] })
  await client.create({ ...params, input_reference: [last, first] })
  expect(received).toEqual([
    [line(first), line(last)],
    [line(last), line(first)],
  ])
})

it('nine pictures of Seedance keep the order that their numbers in the prompt mean', async () => {
  const { client, received } = await start({ models: ['doubao-seedance-2-0'] })
  const files = Array.from({ length: 9 }, (_, index) => picture(`${9 - index}.png`))
  const params = { model: 'doubao-seedance-2-0', prompt: '[Image 1] meets [Image 9]' }
  await client.create({ ...params, input_reference: files })
  expect(received).toEqual([files.map((file) => line(file))])
})

it('one picture of Sora reaches the API, and a second one is refused before it is billed', async () => {
  const { client, received } = await start({ models: ['sora-2'] })
  const params = { model: 'sora-2', prompt: 'It snows' }
  await client.create({ ...params, input_reference: first })
  await expect(client.create({ ...params, input_reference: [first, last] })).rejects.toMatchObject({
    code: 'references_not_allowed',
    param: 'input_reference',
  })
  expect(received).toEqual([[line(first)]])
})
