import { createVideoEmulator, type VideoEmulatorOptions, type WireVideoTask } from 'react-video-task/testing'
import { createClock } from './createClock.js'

export const BASE = 'https://api.cometapi.com/v1'
export const KEY = 'sk-test-4711'

/** An emulator on a clock of its own, with the calls that nearly every test makes. */
export function createVendor(options: VideoEmulatorOptions = {}) {
  const clock = createClock()
  const emulator = createVideoEmulator({ apiKey: KEY, now: clock.now, ...options })
  const headers = { authorization: `Bearer ${KEY}` }
  const ask = (path: string, init: RequestInit = {}) =>
    emulator.fetch(`${BASE}${path}`, { ...init, headers: { ...headers, ...init.headers } })
  const create = (fields: Record<string, string | Blob>) =>
    ask('/videos', { method: 'POST', body: form(fields) })
  const retrieve = async (id: string): Promise<WireVideoTask> =>
    (await ask(`/videos/${encodeURIComponent(id)}`)).json()
  const createTask = async (fields: Record<string, string> = {}): Promise<WireVideoTask> =>
    (await create({ model: 'wan2.6', prompt: 'A quiet lake at dawn', ...fields })).json()
  return { clock, emulator, ask, create, createTask, retrieve }
}

function form(fields: Record<string, string | Blob>): FormData {
  const body = new FormData()
  for (const [name, value] of Object.entries(fields)) body.append(name, value)
  return body
}
