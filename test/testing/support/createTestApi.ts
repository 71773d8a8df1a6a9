import { createVideoEmulator, type VideoEmulatorOptions, type WireVideoTask } from 'react-video-task/testing'
import { createManualClock } from './createManualClock.js'

export const BASE = 'https://api.cometapi.com/v1'
export const KEY = 'sk-test-4711'

/** Creates an emulator on a clock of its own, with the calls that most tests make. */
export function createTestApi(options: VideoEmulatorOptions = {}) {
  const clock = createManualClock()
  const emulator = createVideoEmulator({ apiKey: KEY, now: clock.now, ...options })
  const headers = { authorization: `Bearer ${KEY}` }
  const ask = (path: string, init: RequestInit = {}) =>
    emulator.fetch(`${BASE}${path}`, { ...init, headers: { ...headers, ...init.headers } })
  const create = (fields: Record<string, string | Blob>) =>
    ask('/videos', { method: 'POST', body: formOf(fields) })
  const retrieve = async (id: string): Promise<WireVideoTask> =>
    (await ask(`/videos/${encodeURIComponent(id)}`)).json()
  const createTask = async (fields: Record<string, string> = {}): Promise<WireVideoTask> =>
    (await create({ model: 'wan2.6', prompt: 'A quiet lake at dawn', ...fields })).json()
  return { clock, emulator, ask, create, createTask, retrieve }
}

export function formOf(fields: Record<string, string | Blob>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  return form
}
