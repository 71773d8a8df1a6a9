import { fireEvent, render } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import { VideoTaskPlayer } from 'react-video-task/components'
import { createTestApp } from '../hooks/support/createTestApp.js'
import { replace, showFilm } from './support/showFilm.js'
// Private: it loads with the first frame, which takes real time.
import '../../src/components/player/drawFrame.js'

const MAX_BYTES = 256 * 1024

/** Shows the frame of a kept film, of which the proxy wants a picture; the browser makes one of so many bytes, or none. */
async function showFrame({
  bytes = 1_000,
  still = 'wanted',
}: { bytes?: number | null; still?: string } = {}) {
  showFilm()
  const qualities: number[] = []
  replace(HTMLCanvasElement.prototype, {
    toBlob: {
      value(done: (picture: Blob | null) => void, type: string, quality: number) {
        qualities.push(quality)
        done(bytes === null ? null : new Blob([new Uint8Array(bytes)], { type }))
      },
    },
  })
  const app = createTestApp()
  app.answer = () =>
    Response.json({ id: 'a', status: 'completed', video_url: 'https://cdn.test/a.mp4', still })
  const sent: [id: string, type: string, size: number][] = []
  const sendStill = vi.fn(async (id: string, { type, size }: Blob) => void sent.push([id, type, size]))
  app.client.sendStill = sendStill
  const { container, rerender } = render(<VideoTaskPlayer taskId="a" />, { wrapper: app.wrapper })
  const load = async () => {
    await app.advance(1_000)
    const video = container.querySelector('video')
    if (!video) throw new Error('The player has no video.')
    fireEvent.loadedData(video)
    await app.advance(10)
  }
  return { ...app, load, rerender, sent, sendStill, qualities }
}

it('a page sends the frame of a kept film as its picture, and once', async () => {
  const { load, rerender, sent, qualities } = await showFrame()
  await load()
  expect(sent).toEqual([['a', 'image/jpeg', 1_000]])
  // The best quality takes twice the bytes.
  expect(qualities[0]).toBeLessThan(0.9)
  await load()
  rerender(<p />)
  rerender(<VideoTaskPlayer taskId="a" />)
  await load()
  expect(sent).toHaveLength(1)
})

it.each([
  [MAX_BYTES, 1],
  [MAX_BYTES + 1, 0],
  [null, 0],
])('a page sends a picture of up to 256 KiB: %s bytes', async (bytes, count) => {
  const { load, sent } = await showFrame({ bytes })
  await load()
  expect(sent).toHaveLength(count)
})

it('a page sends no picture that the proxy does not want', async () => {
  const { load, sent, qualities } = await showFrame({ still: 'none' })
  await load()
  expect([sent, qualities]).toEqual([[], []])
})

it('a page shows its frame where the proxy refuses the picture, or where its client sends none', async () => {
  const { load, sendStill, client } = await showFrame()
  const width = () => document.querySelector<HTMLCanvasElement>('canvas.video-task-poster')?.width
  sendStill.mockRejectedValue(new Error('There is one.'))
  await load()
  expect(sendStill).toHaveBeenCalledOnce()
  expect(width()).toBe(100)
  delete client.sendStill
  await load()
  expect(width()).toBe(100)
})
