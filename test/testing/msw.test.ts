import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { describe, expect, it, onTestFinished } from 'vitest'
import { videoTaskHandlers } from 'react-video-task/testing'
import { BASE, createVendor, KEY } from './support/createVendor.js'

const headers = { authorization: `Bearer ${KEY}` }

function listen(options?: { origin?: string }) {
  const vendor = createVendor()
  const own = http.get('*', () => HttpResponse.text('the app’s own'))
  const server = setupServer(...videoTaskHandlers(http, vendor.emulator, options), own)
  server.listen({ onUnhandledRequest: 'error' })
  onTestFinished(() => server.close())
  return vendor
}

describe('the handlers for MSW', () => {
  it('let a global fetch create, watch and play a video', async () => {
    const { clock } = listen()
    const body = new FormData()
    body.set('model', 'wan2.7')
    body.set('prompt', 'A lake')
    const { id } = await (await fetch(`${BASE}/videos`, { method: 'POST', body, headers })).json()
    clock.advance(20_000)
    const task = await (await fetch(`${BASE}/videos/${id}`, { headers })).json()
    expect(task.status).toBe('completed')
    const part = await fetch(task.video_url, { headers: { range: 'bytes=0-9' } })
    expect(part.status).toBe(206)
    expect((await part.arrayBuffer()).byteLength).toBe(10)
    expect((await fetch(`${BASE}/videos/${id}/content`, { method: 'HEAD', headers })).status).toBe(200)
  })

  it('reach ids that need encoding, and the errors of the API', async () => {
    const { emulator } = listen()
    emulator.addTask({ id: 'a/b:c=?' })
    const url = `${BASE}/videos/${encodeURIComponent('a/b:c=?')}`
    expect(await (await fetch(url, { headers })).json()).toMatchObject({ id: 'a/b:c=?' })
    expect((await fetch(url)).status).toBe(401)
    expect((await fetch(url, { method: 'DELETE', headers })).status).toBe(405)
    expect((await fetch(`${BASE}/videos/a/b/c`, { headers })).status).toBe(404)
  })

  it('leave files that bear no signature to the app', async () => {
    listen()
    expect(await (await fetch('https://app.example/files/logo.png')).text()).toBe('the app’s own')
  })

  it('listen on one origin alone when given one', async () => {
    listen({ origin: 'https://api.cometapi.com/' })
    expect((await fetch(`${BASE}/videos/nobody`, { headers })).status).toBe(400)
    expect(await (await fetch('https://elsewhere.example/v1/videos/nobody')).text()).toBe('the app’s own')
  })
})
