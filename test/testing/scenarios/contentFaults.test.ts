import { describe, expect, it } from 'vitest'
import type { ScenarioName } from 'react-video-task/testing'
import { createWatched } from '../support/createWatched.js'

/** A completed task that goes by a scenario, and both ways to its bytes. */
async function completed(scenario: ScenarioName) {
  const watched = createWatched(scenario)
  watched.clock.advance(20_000)
  const { video_url } = await (await watched.poll()).json()
  return { ...watched, file: (init?: RequestInit) => watched.emulator.fetch(video_url, init) }
}

const part = { headers: { range: 'bytes=0-9' } }

describe('the bytes of a video', () => {
  it('content-refused are "not ready yet" although the task is completed', async () => {
    const { content, file } = await completed('content-refused')
    const response = await content()
    expect(response.status).toBe(400)
    expect((await response.json()).error).toMatchObject({ code: 'video_not_ready' })
    expect((await file()).status).toBe(200)
  })

  it.each(['content', 'file'] as const)('no-ranges come whole from the %s route', async (route) => {
    const ask = (await completed('no-ranges'))[route]
    const response = await ask(part)
    expect(response.status).toBe(200)
    expect(response.headers.get('accept-ranges')).toBeNull()
    expect(response.headers.get('content-range')).toBeNull()
    expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(10_000)
  })

  it.each<[ScenarioName, string]>([
    ['json-as-mp4', '{"error":'],
    ['html-as-mp4', '<!doctype html>'],
  ])('%s are text that is called a video', async (name, start) => {
    const { content, file } = await completed(name)
    for (const response of [await content(), await file()]) {
      expect(response.status).toBe(200)
      expect(response.headers.get('content-type')).toBe('video/mp4')
      expect((await response.text()).startsWith(start)).toBe(true)
    }
  })

  it('octet-stream are a video that is not called one', async () => {
    const response = await (await completed('octet-stream')).content(part)
    expect(response.status).toBe(206)
    expect(response.headers.get('content-type')).toBe('application/octet-stream')
    expect(Buffer.from(await response.arrayBuffer()).toString('latin1', 4, 8)).toBe('ftyp')
  })

  it('content-redirect lead to the file', async () => {
    const { content, emulator } = await completed('content-redirect')
    const response = await content()
    expect(response.status).toBe(302)
    const file = await emulator.fetch(response.headers.get('location') ?? '')
    expect(file.headers.get('content-type')).toBe('video/mp4')
  })
})
