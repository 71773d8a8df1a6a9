import { render } from '@testing-library/react'
import { expect, it, onTestFinished } from 'vitest'
import { useVideoTaskSource } from 'react-video-task'
import { createTestApp } from './support/createTestApp.js'

const LINK = 'https://files.test/a.mp4'

/** Renders a player of a finished task, whose API answers with the fields that the test sets. */
async function openPlayer(fields: Record<string, unknown>) {
  const app = createTestApp()
  const api = { fields }
  app.answer = () =>
    Response.json({ id: 'a', object: 'video', status: 'completed', progress: 100, ...api.fields })
  const Player = () => <video {...useVideoTaskSource('a').video} />
  const { container, unmount } = render(<Player />, { wrapper: app.wrapper })
  await app.advance(100)
  const video = container.querySelector('video')
  if (!video) throw new Error('No video was rendered.')
  return { app, api, unmount, video, src: () => video.getAttribute('src') }
}

it('stays while it plays, though a poll brings another one', async () => {
  const { app, api, src } = await openPlayer({ video_url: LINK })
  api.fields = { video_url: `${LINK}?fresh` }
  void app.queryClient.refetchQueries()
  await app.advance(100)
  expect(app.requestCount()).toBe(2)
  expect(src()).toBe(LINK)
})

it.each([
  ['a field of the task', (end: number) => ({ video_url: LINK, expires_at: end })],
  ['its signature', (end: number) => ({ video_url: `${LINK}?Expires=${end}` })],
])('is replaced a minute before it expires, as %s says', async (_, fieldsOf) => {
  const fields = fieldsOf(Math.ceil(Date.now() / 1_000) + 600)
  const { app, api, src } = await openPlayer(fields)
  api.fields = { video_url: `${LINK}?fresh` }
  await app.advance(530_000)
  expect(src()).toBe(fields.video_url)
  await app.advance(20_000)
  expect(src()).toBe(`${LINK}?fresh`)
})

it('that had failed before the page could listen is replaced', async () => {
  Object.defineProperty(HTMLMediaElement.prototype, 'error', {
    configurable: true,
    get(this: HTMLMediaElement) {
      return this.getAttribute('src') === LINK ? { code: 4 } : null
    },
  })
  onTestFinished(() => void Reflect.deleteProperty(HTMLMediaElement.prototype, 'error'))
  const { app, src } = await openPlayer({ video_url: LINK })
  await app.advance(1_000)
  expect(src()).toBe('http://api.test/v1/videos/a/content')
})

it('that breaks as the player unmounts is not asked for again', async () => {
  const { app, unmount, video } = await openPlayer({ video_url: LINK })
  video.dispatchEvent(new Event('error'))
  unmount()
  await app.advance(20_000)
  expect(app.requestCount()).toBe(1)
})

it('that had expired when it came is asked for no more: a server whose clock is an hour behind', async () => {
  const app = createTestApp()
  app.answer = async () => {
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    const video_url = `${LINK}?Expires=${Math.round(Date.now() / 1_000) - 3_600}`
    return Response.json({ id: 'a', object: 'video', status: 'completed', progress: 100, video_url })
  }
  const Player = () => <video {...useVideoTaskSource('a').video} />
  const { container } = render(<Player />, { wrapper: app.wrapper })
  await app.advance(2_000)
  const src = container.querySelector('video')?.getAttribute('src')
  expect(src).toContain(LINK)
  await app.advance(60_000)
  expect(app.requestCount()).toBe(1)
  expect(container.querySelector('video')?.getAttribute('src')).toBe(src)
})
