import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { describe, expect, it, onTestFinished } from 'vitest'
import { videoTaskHandlers } from 'react-video-task/testing'
import { BASE, createTestApi, formOf, KEY } from './support/createTestApi.js'

const headers = { authorization: `Bearer ${KEY}` }

function listen(options?: { origin?: string }) {
  const api = createTestApi()
  const appHandler = http.get('*', () => HttpResponse.text('from the app'))
  const server = setupServer(...videoTaskHandlers(http, api.emulator, options), appHandler)
  server.listen({ onUnhandledRequest: 'error' })
  onTestFinished(() => server.close())
  return api
}

describe('videoTaskHandlers', () => {
  it('answer the global fetch: create, poll and download a video', async () => {
    const { clock } = listen()
    const body = formOf({ model: 'wan2.7', prompt: 'A lake' })
    const { id } = await (await fetch(`${BASE}/videos`, { method: 'POST', body, headers })).json()
    clock.advance(20_000)
    const task = await (await fetch(`${BASE}/videos/${id}`, { headers })).json()
    expect(task.status).toBe('completed')
    const part = await fetch(task.video_url, { headers: { range: 'bytes=0-9' } })
    expect(part.status).toBe(206)
    expect((await part.arrayBuffer()).byteLength).toBe(10)
    expect((await fetch(`${BASE}/videos/${id}/content`, { method: 'HEAD', headers })).status).toBe(200)
  })

  it('handle ids that need encoding, and return the errors of the API', async () => {
    const { emulator } = listen()
    emulator.addTask({ id: 'a/b:c=?' })
    const url = `${BASE}/videos/${encodeURIComponent('a/b:c=?')}`
    expect(await (await fetch(url, { headers })).json()).toMatchObject({ id: 'a/b:c=?' })
    expect((await fetch(url)).status).toBe(401)
    expect((await fetch(url, { method: 'DELETE', headers })).status).toBe(405)
    expect((await fetch(`${BASE}/videos/a/b/c`, { headers })).status).toBe(404)
  })

  it('leave files without a signature to the next handler', async () => {
    listen()
    expect(await (await fetch('https://app.example/files/logo.png')).text()).toBe('from the app')
  })

  it('handle requests to the option origin only', async () => {
    listen({ origin: 'https://api.cometapi.com/' })
    expect((await fetch(`${BASE}/videos/unknown`, { headers })).status).toBe(400)
    expect(await (await fetch('https://elsewhere.example/v1/videos/unknown')).text()).toBe('from the app')
  })
})
