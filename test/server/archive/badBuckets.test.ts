import { once } from 'node:events'
import { type IncomingMessage, request as send, type ServerResponse } from 'node:http'
import { AwsClient } from 'aws4fetch'
import { createS3Archive } from 'react-video-task/server'
import { expect, it } from 'vitest'
import { serveNode } from '../support/serve.js'
import { startArchive, untilIdle, untilKept } from '../support/startArchive.js'
import { makeMp4, sendFilm } from '../support/startFilmApi.js'
import { startS3 } from '../support/startS3.js'

const MIB = 1024 * 1024
/** Two parts. */
const FILM = makeMp4(6 * MIB)

const xml = (code: string) => `<?xml version="1.0"?><Error><Code>${code}</Code><Message>No</Message></Error>`

/** What happens to a request on its way to a real S3 server; it goes on as it is where a fault returns nothing. */
type Fault = (request: IncomingMessage, response: ServerResponse) => true | undefined

const refuse =
  (status: number, code: string, matches: (request: IncomingMessage) => boolean): Fault =>
  (request, response) => {
    if (!matches(request)) return undefined
    request.resume().once('end', () => response.writeHead(status).end(xml(code)))
    return true
  }

const isPart = ({ method, url = '' }: IncomingMessage) => method === 'PUT' && url.includes('partNumber=')
const isJoin = ({ method, url = '' }: IncomingMessage) => method === 'POST' && url.includes('uploadId=')

const FAULTS: [string, Fault][] = [
  ['asks to slow down', refuse(503, 'SlowDown', isPart)],
  ['is full', refuse(507, 'InsufficientStorage', isPart)],
  ['refuses the key', refuse(403, 'AccessDenied', ({ method }) => method === 'POST')],
  ['does not know the upload any more', refuse(404, 'NoSuchUpload', isJoin)],
  ['answers 200 and an error when it joins the parts', refuse(200, 'InternalError', isJoin)],
  [
    'ends the connection in the second part',
    (request) => {
      if (!isPart(request) || !request.url?.includes('partNumber=2')) return undefined
      request.once('data', () => request.destroy())
      return true
    },
  ],
  [
    'takes a part and never answers',
    (request) => {
      if (!isPart(request)) return undefined
      request.resume()
      return true
    },
  ],
]

/** A bucket behind a server that plays a fault, once or always, and repeats each request where it is asked to. */
async function startBucket(fault: Fault, repeats = false) {
  const s3 = await startS3()
  const { port } = new URL(s3.bucketURL)
  const state = { isFaulty: true }
  const forward = (from: IncomingMessage, body: Buffer) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const { method, url: path, headers } = from
      const to = send({ host: '127.0.0.1', port, method, path, headers }, resolve)
      to.once('error', reject)
      to.end(body)
    })
  const origin = await serveNode((request, response) => {
    request.on('error', () => undefined)
    if (state.isFaulty && fault(request, response)) return
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.once('end', () => {
      const body = Buffer.concat(chunks)
      const relay = async () => {
        // What a balancer does that lost the first answer.
        if (repeats) await once((await forward(request, body)).resume(), 'end')
        const answer = await forward(request, body)
        response.writeHead(answer.statusCode ?? 500, answer.headers)
        answer.pipe(response)
      }
      relay().catch(() => response.destroy())
    })
  })
  const client = new AwsClient({
    ...{ accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER', service: 's3', region: 'us-east-1', retries: 0 },
  })
  const store = createS3Archive(client, { bucketURL: `${origin}/films`, partBytes: 5 * MIB })
  return { state, store }
}

it.each(FAULTS)(
  'a bucket that %s has no part of the film, and all of it later',
  async (_, fault) => {
    const { state, store } = await startBucket(fault)
    const { api, proxy } = await startArchive((response) => sendFilm(response, FILM), {
      archive: { store },
      contentTimeout: 1_000,
    })
    const id = await proxy.create('ann')
    await proxy.send('GET', `/videos/${id}`, 'ann')
    await expect
      .poll(() => proxy.reported.map(({ code }) => code), { timeout: 20_000 })
      .toContain('archive_failed')
    expect([await store.list('kept'), await store.list('films')]).toEqual([[], []])
    // Until then the film is that of the API.
    const shown = await proxy.send('GET', `/videos/${id}/content`, 'ann')
    expect(Buffer.from(await shown.arrayBuffer()).equals(FILM)).toBe(true)
    state.isFaulty = false
    await untilKept(store)
    await untilIdle(store)
    api.state.isDown = true
    const kept = await proxy.send('GET', `/videos/${id}/content`, 'ann')
    expect(Buffer.from(await kept.arrayBuffer()).equals(FILM)).toBe(true)
  },
  60_000,
)

it('a bucket that does each request twice has the film once', async () => {
  const { store } = await startBucket(() => undefined, true)
  const { api, proxy } = await startArchive((response) => sendFilm(response, makeMp4(300_000)), {
    archive: { store },
  })
  const id = await proxy.create('ann')
  await proxy.send('GET', `/videos/${id}`, 'ann')
  await untilKept(store)
  await untilIdle(store)
  api.state.isDown = true
  const kept = await proxy.send('GET', `/videos/${id}/content`, 'ann')
  expect((await kept.arrayBuffer()).byteLength).toBe(300_000)
  expect(await store.list('films')).toHaveLength(1)
}, 100_000)
