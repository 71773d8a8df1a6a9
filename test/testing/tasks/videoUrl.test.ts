import { describe, expect, it } from 'vitest'
import { createTestApi } from '../support/createTestApi.js'

const HOUR = 3_600_000

async function completed(options: { urlLifetime?: number } = {}) {
  const api = createTestApi(options)
  const { id } = await api.createTask()
  api.clock.advance(20_000)
  const videoUrl = async () => (await api.retrieve(id)).video_url ?? ''
  return { ...api, id, videoUrl }
}

describe('a video_url', () => {
  it('needs no key', async () => {
    const { emulator, videoUrl } = await completed()
    expect((await emulator.fetch(await videoUrl())).status).toBe(200)
  })

  it('is the same in every poll until it expires, and so is the body', async () => {
    const { clock, ask, id } = await completed()
    const first = await (await ask(`/videos/${id}`)).text()
    clock.advance(HOUR - 1)
    expect(await (await ask(`/videos/${id}`)).text()).toBe(first)
  })

  it('answers 403 XML after an hour, and the next retrieve returns a new one', async () => {
    const { clock, emulator, videoUrl } = await completed()
    const old = await videoUrl()
    clock.advance(HOUR - 1)
    expect((await emulator.fetch(old)).status).toBe(200)
    clock.advance(1)
    const expired = await emulator.fetch(old, { headers: { range: 'bytes=0-1' } })
    expect(expired.status).toBe(403)
    expect(expired.headers.get('content-type')).toBe('application/xml')
    expect(await expired.text()).toMatch(/^<\?xml[^]*<Code>AccessDenied<\/Code><Message>Request has expired</)
    const fresh = await videoUrl()
    expect(fresh).not.toBe(old)
    expect((await emulator.fetch(fresh)).status).toBe(200)
  })

  it('is valid for urlLifetime, with the expiry in its query', async () => {
    const { clock, emulator, videoUrl } = await completed({ urlLifetime: 5000 })
    const url = await videoUrl()
    expect(Number(new URL(url).searchParams.get('Expires'))).toBe(clock.now() / 1000 + 5)
    clock.advance(5000)
    expect((await emulator.fetch(url)).status).toBe(403)
  })

  it.each([
    ['a later expiry', (url: URL) => url.searchParams.set('Expires', '9999999999')],
    ['another signature', (url: URL) => url.searchParams.set('Signature', '0'.repeat(16))],
    ['no signature', (url: URL) => url.searchParams.delete('Signature')],
    ['no expiry', (url: URL) => url.searchParams.delete('Expires')],
    ['another task', (url: URL) => (url.pathname = '/files/other.mp4')],
  ])('with %s answers 403 XML', async (_, change) => {
    const { emulator, videoUrl } = await completed()
    emulator.addTask({ id: 'other', state: { status: 'completed' } })
    const url = new URL(await videoUrl())
    change(url)
    const response = await emulator.fetch(url)
    expect(response.status).toBe(403)
    expect(await response.text()).toContain('<Code>SignatureDoesNotMatch</Code>')
  })

  it('of a removed task answers 404 XML', async () => {
    const { emulator, videoUrl } = await completed()
    const url = await videoUrl()
    emulator.reset()
    const response = await emulator.fetch(url)
    expect(response.status).toBe(404)
    expect(await response.text()).toContain('<Code>NoSuchKey</Code>')
  })
})
