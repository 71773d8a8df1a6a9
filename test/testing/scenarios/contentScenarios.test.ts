import { describe, expect, it } from 'vitest'
import type { ScenarioName } from 'react-video-task/testing'
import { createTestTask } from '../support/createTestTask.js'

/** Completes a task with a scenario; returns functions that request its two video URLs. */
async function completed(scenario: ScenarioName) {
  const task = createTestTask(scenario)
  task.clock.advance(20_000)
  const { video_url } = await (await task.poll()).json()
  return { ...task, file: (init?: RequestInit) => task.emulator.fetch(video_url, init) }
}

const part = { headers: { range: 'bytes=0-9' } }

describe('the content scenario', () => {
  it('content-refused answers "not ready yet" for a completed task', async () => {
    const { content, file } = await completed('content-refused')
    const response = await content()
    expect(response.status).toBe(400)
    expect((await response.json()).error).toMatchObject({ code: 'video_not_ready' })
    expect((await file()).status).toBe(200)
  })

  it.each(['content', 'file'] as const)(
    'no-ranges returns the whole video from the %s route',
    async (route) => {
      const ask = (await completed('no-ranges'))[route]
      const response = await ask(part)
      expect(response.status).toBe(200)
      expect(response.headers.get('accept-ranges')).toBeNull()
      expect(response.headers.get('content-range')).toBeNull()
      expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(10_000)
    },
  )

  it.each<[ScenarioName, string]>([
    ['json-as-mp4', '{"error":'],
    ['html-as-mp4', '<!doctype html>'],
  ])('%s returns text with the type video/mp4', async (name, start) => {
    const { content, file } = await completed(name)
    for (const response of [await content(), await file()]) {
      expect(response.status).toBe(200)
      expect(response.headers.get('content-type')).toBe('video/mp4')
      expect((await response.text()).startsWith(start)).toBe(true)
    }
  })

  it('octet-stream returns a video with the type application/octet-stream', async () => {
    const response = await (await completed('octet-stream')).content(part)
    expect(response.status).toBe(206)
    expect(response.headers.get('content-type')).toBe('application/octet-stream')
    expect(Buffer.from(await response.arrayBuffer()).toString('latin1', 4, 8)).toBe('ftyp')
  })

  it('content-redirect redirects to the file', async () => {
    const { content, emulator } = await completed('content-redirect')
    const response = await content()
    expect(response.status).toBe(302)
    const file = await emulator.fetch(response.headers.get('location') ?? '')
    expect(file.headers.get('content-type')).toBe('video/mp4')
  })
})
