import { expect, it } from 'vitest'
import { errorOf } from '../../support/errorOf.js'
import { createPredictionClient } from '../../guides/createPredictionClient.js'

/** The client of the recipe with an API that gives one answer, and the requests it received. */
function connect(body: unknown, status = 200) {
  const asked: { url: string; sent: unknown }[] = []
  const client = createPredictionClient(async (input, init) => {
    asked.push({ url: String(input), sent: init?.body ? JSON.parse(String(init.body)) : undefined })
    return Response.json(body, { status })
  })
  return { client, asked }
}

it('a custom client parses a prediction of another API as a task', async () => {
  const { client } = connect({ id: 'p1', status: 'succeeded', output: 'https://cdn.example.com/fox.mp4' })
  expect(await client.retrieve('p1')).toMatchObject({
    id: 'p1',
    status: 'completed',
    video_url: 'https://cdn.example.com/fox.mp4',
  })
})

it('a custom client parses the other statuses of that API, and the reason of a failure', async () => {
  const read = async (body: unknown) => (await connect(body).client.retrieve('p1')).status
  expect(await read({ id: 'p1', status: 'starting' })).toBe('queued')
  expect(await read({ id: 'p1', status: 'processing' })).toBe('in_progress')
  expect(await read({ id: 'p1', status: 'canceled' })).toBe('failed')
  const { client } = connect({ id: 'p1', status: 'failed', error: 'NSFW content detected' })
  expect(await client.retrieve('p1')).toMatchObject({ error: { message: 'NSFW content detected' } })
})

it('a custom client sends a create in the format of that API', async () => {
  const { client, asked } = connect({ id: 'p1', status: 'starting' }, 201)
  await client.create({ model: 'owner/model', prompt: 'A fox', duration: 5 })
  const sent = { model: 'owner/model', input: { prompt: 'A fox', duration: 5 } }
  expect(asked).toEqual([{ url: '/api/predictions', sent }])
})

it('a custom client rejects with a final error for 401 and a retryable one for 503', async () => {
  const refused = await errorOf(() => connect({ detail: 'no' }, 401).client.retrieve('p1'))
  expect(refused).toMatchObject({ status: 401, retryable: false })
  const down = await errorOf(() => connect({ detail: 'later' }, 503).client.retrieve('p1'))
  expect(down).toMatchObject({ status: 503, retryable: true })
})
