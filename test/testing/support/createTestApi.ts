import { createVideoEmulator, type VideoEmulatorOptions, type WireVideoTask } from 'react-video-task/testing'
import { expect } from 'vitest'
import { createManualClock } from './createManualClock.js'

export const BASE = 'https://api.cometapi.com/v1'
export const KEY = 'sk-test-4711'

/** Creates an emulator on a clock of its own, with the calls that most tests make. */
export function createTestApi(options: VideoEmulatorOptions = {}) {
  const clock = createManualClock()
  const emulator = createVideoEmulator({ apiKey: KEY, now: clock.now, ...options })
  const headers = { authorization: `Bearer ${KEY}` }
  const ask = async (path: string, init: RequestInit = {}) => {
    const response = await emulator.fetch(`${BASE}${path}`, {
      ...init,
      headers: { ...headers, ...init.headers },
    })
    if (response.status >= 400) await checkError(response.clone())
    return response
  }
  const create = (fields: Record<string, string | Blob>) =>
    ask('/videos', { method: 'POST', body: formOf(fields) })
  const retrieve = async (id: string): Promise<WireVideoTask> =>
    (await ask(`/videos/${encodeURIComponent(id)}`)).json()
  const createTask = async (fields: Record<string, string> = {}): Promise<WireVideoTask> =>
    (await create({ model: 'wan2.6', prompt: 'A quiet lake at dawn', ...fields })).json()
  return { clock, emulator, ask, create, createTask, retrieve }
}

/** Checks that an error in the API's envelope says what is wrong, before its request id, and of which kind it is. */
async function checkError(response: Response): Promise<void> {
  if (response.headers.get('content-type') !== 'application/json; charset=utf-8') return
  const text = await response.text()
  // A HEAD has no body, and one of the faults is a JSON that is cut.
  if (!text.endsWith('}}')) return
  const { error }: { error?: { message?: string; type?: string; code?: unknown } } = JSON.parse(text)
  if (!error?.message?.includes('(request id: ')) return
  expect(error.message).toMatch(/^\S.{8,} \(request id: \w/)
  expect(error.type).toMatch(/^[a-z_]+$/)
  expect(error.code).not.toBe('')
}

export function formOf(fields: Record<string, string | Blob>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  return form
}
