import { describe, expect, it } from 'vitest'
import { createTestApi } from '../support/createTestApi.js'

async function createFilm() {
  const { ask, emulator } = createTestApi()
  emulator.addTask({ id: 't', state: { status: 'completed' } })
  const content = (range: string, init: RequestInit = {}) =>
    ask('/videos/t/content', { ...init, headers: { ...init.headers, range } })
  const size = (await (await ask('/videos/t/content')).arrayBuffer()).byteLength
  return { content, size, ask, emulator }
}

describe('a range at the edges of a film', () => {
  it.each<[string, (size: number) => [from: number, to: number]]>([
    ['bytes=0-0', () => [0, 0]],
    ['bytes=5-5', () => [5, 5]],
    ['bytes=0-', (size) => [0, size - 1]],
    ['bytes=-1', (size) => [size - 1, size - 1]],
    ['bytes=LAST-', (size) => [size - 1, size - 1]],
    ['bytes=LAST-LAST', (size) => [size - 1, size - 1]],
    ['bytes=LAST-SIZE', (size) => [size - 1, size - 1]],
    ['bytes=0-LAST', (size) => [0, size - 1]],
    ['bytes=0-SIZE', (size) => [0, size - 1]],
    ['bytes=-LAST', (size) => [1, size - 1]],
    ['bytes=-SIZE', (size) => [0, size - 1]],
    ['BYTES= 0-1 ', () => [0, 1]],
  ])('%s is answered with exactly its bytes', async (header, part) => {
    const { content, size } = await createFilm()
    const [from, to] = part(size)
    const range = header.replaceAll('SIZE', String(size)).replaceAll('LAST', String(size - 1))
    const response = await content(range)
    expect([response.status, response.headers.get('content-range')]).toEqual([
      206,
      `bytes ${from}-${to}/${size}`,
    ])
    expect(response.headers.get('content-length')).toBe(String(to - from + 1))
    expect(response.headers.get('content-type')).toBe('video/mp4')
    expect((await response.arrayBuffer()).byteLength).toBe(to - from + 1)
  })

  it('that begins behind the last byte is answered with 416, and nothing else', async () => {
    const { content, size } = await createFilm()
    const response = await content(`bytes=${size}-`)
    const headers = Object.fromEntries(response.headers)
    expect([response.status, await response.text(), headers]).toEqual([
      416,
      '',
      {
        ...{ 'x-request-id': expect.any(String), 'accept-ranges': 'bytes' },
        ...{ 'content-range': `bytes */${size}` },
        ...{ etag: expect.stringMatching(/^"\S+-\d+"$/), 'last-modified': 'Thu, 28 May 2026 03:15:52 GMT' },
      },
    ])
  })
})

describe('HEAD', () => {
  it('of a film ignores a range, and has no body', async () => {
    const { content, size } = await createFilm()
    const response = await content('bytes=0-1', { method: 'HEAD' })
    expect([response.status, response.headers.get('content-range')]).toEqual([200, null])
    expect(response.headers.get('content-length')).toBe(String(size))
    expect(response.body).toBeNull()
  })

  it('of a film that does not exist has the status of the error, and no body', async () => {
    const { ask, emulator } = await createFilm()
    for (const path of ['/videos/unknown/content', `/videos/${emulator.addTask().id}/content`]) {
      const response = await ask(path, { method: 'HEAD' })
      expect(response.status).toBe(400)
      expect(response.body).toBeNull()
    }
  })
})
