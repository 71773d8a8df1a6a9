import { describe, expect, it } from 'vitest'
import { fileNames, noNames } from '../../support/fileNames.js'
import { createTestProxy, get, MP4 } from '../support/createTestProxy.js'
import { serve } from '../support/serve.js'

/** The name that takes precedence (RFC 6266, 4.3), and the one for old browsers. */
function namesOf(disposition: string | null) {
  const match = /^attachment; filename="([^"\\%]*)"; filename\*=UTF-8''([\w.~%$&+^`|#-]+)$/.exec(
    disposition ?? '',
  )
  if (!match) throw new Error(`Not a disposition: ${disposition}`)
  return { plain: match[1], name: decodeURIComponent(match[2] ?? '') }
}

async function download(query: string, type = 'video/mp4', id = 'task_1') {
  const { proxy } = createTestProxy(() => new Response(MP4, { headers: { 'content-type': type } }))
  const origin = await serve(proxy)
  const response = await fetch(`${origin}/videos/${id}/content${query}`)
  expect(response.status).toBe(200)
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(MP4)
  return response.headers
}

const requestName = async (name: string, type?: string) =>
  namesOf((await download(`?download=${encodeURIComponent(name)}`, type)).get('content-disposition'))

describe('the file name of a download', () => {
  it('is not sent without ?download', async () => {
    expect((await download('')).has('content-disposition')).toBe(false)
  })

  it.each([['?download'], ['?download='], ['?download=1'], ['?download=true']])(
    'is made from the task id for %s',
    async (query) => {
      const names = namesOf((await download(query)).get('content-disposition'))
      expect(names).toEqual({ plain: 'video-task_1.mp4', name: 'video-task_1.mp4' })
    },
  )

  it('is short and plain for a long task id', async () => {
    const id = encodeURIComponent(`a:b/c=${'Zm9v'.repeat(50)}==`)
    const { name } = namesOf((await download('?download', 'video/mp4', id)).get('content-disposition'))
    expect(name).toBe(`video-${`a-b-c-${'Zm9v'.repeat(50)}`.slice(0, 40)}.mp4`)
  })

  it.each([
    ['A fox.mp4', 'A fox.mp4'],
    ['A fox', 'A fox.mp4'],
    ['狐狸 🦊', '狐狸 🦊.mp4'],
    ["l'été (1)!*", "l'été (1)!*".replace('*', '') + '.mp4'],
    ['100% "done"', '100% done.mp4'],
    ['a;b,c=d', 'a;b,c=d.mp4'],
    ['a"; filename="b.exe', 'a ; filename= b.exe.mp4'],
    ['a\\"b', 'a b.mp4'],
  ])('turns %j into %j', async (wanted, name) => {
    expect((await requestName(wanted)).name).toBe(name)
  })

  it('has a place for each character that old browsers cannot read', async () => {
    expect((await requestName('狐狸 100% done')).plain).toBe('__ 100_ done.mp4')
  })

  it.each(fileNames)('is made safe for %s', async (_, wanted, name, type) => {
    const names = await requestName(wanted, type)
    expect(names.name).toBe(name)
    expect(names.plain).toMatch(/^[\x20-\x7e]+$/)
    expect(Buffer.byteLength(names.name)).toBeLessThan(255)
  })

  it.each(noNames)('is made from the task id where %j leaves no name', async (wanted) => {
    expect((await requestName(wanted)).name).toBe('video-task_1.mp4')
  })

  it('costs next to nothing where it is 15,000 dots', async () => {
    const { proxy } = createTestProxy(() => new Response(MP4, { headers: { 'content-type': 'video/mp4' } }))
    const { user } = process.cpuUsage()
    for (let count = 0; count < 10; count++) {
      const response = await proxy(get(`/videos/task_1/content?download=a${'.'.repeat(15_000)}b..`))
      expect(namesOf(response.headers.get('content-disposition')).name).toMatch(/^a\.mp4$/)
    }
    expect((process.cpuUsage().user - user) / 1000).toBeLessThan(500)
  })

  it('is cut to what file systems allow', async () => {
    const { name } = await requestName('狐'.repeat(1000))
    expect(Buffer.byteLength(name)).toBeLessThan(255)
    expect(name).toMatch(/^狐+\.mp4$/)
  })

  it.each([
    ['video/webm', 'webm'],
    ['video/quicktime', 'mov'],
    ['image/webp', 'webp'],
    ['application/octet-stream', 'mp4'],
    ['video/mp4; codecs="avc1"', 'mp4'],
  ])('of %s ends in .%s, whatever extension was requested', async (type, ending) => {
    expect((await requestName('clip.exe', type)).name).toBe(`clip.exe.${ending}`)
    expect((await requestName('clip.avif', type)).name).toBe(`clip.${ending}`)
  })

  it('is sent with a range as well', async () => {
    const { proxy } = createTestProxy(
      () =>
        new Response(MP4, {
          headers: { 'content-type': 'video/mp4', 'content-length': String(MP4.byteLength) },
        }),
    )
    const response = await proxy(get('/videos/t1/content?download', { range: 'bytes=1000-' }))
    expect(response.status).toBe(206)
    expect(namesOf(response.headers.get('content-disposition')).name).toBe('video-t1.mp4')
  })

  it('is not sent with an error', async () => {
    const { proxy, requests } = createTestProxy(() =>
      Response.json({ error: { message: 'later' } }, { status: 400 }),
    )
    const response = await proxy(get('/videos/t1/content?download=a.mp4'))
    expect(response.status).toBe(400)
    expect(response.headers.has('content-disposition')).toBe(false)
    expect(requests[0]?.url).toBe('https://upstream.test/v1/videos/t1/content')
  })
})
