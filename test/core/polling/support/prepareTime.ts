import { createVideoClient } from 'react-video-task/client'
import { afterEach, beforeAll, beforeEach, expect, vi } from 'vitest'

/** Lets the tests of a file move their time on, from the start of 2026. */
export function prepareTime(): void {
  // What reads errors loads with the first one, in real time, while the time of a test runs on.
  beforeAll(async () => {
    const fetch = async () => new Response('', { status: 401 })
    const client = createVideoClient({ baseURL: 'https://api.test/v1', fetch })
    await expect(client.retrieve('task_a')).rejects.toThrow()
  })
  beforeEach(() => void vi.useFakeTimers({ now: Date.UTC(2026, 0, 1) }))
  afterEach(() => void vi.useRealTimers())
}
