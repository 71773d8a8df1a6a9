import { focusManager, onlineManager } from '@tanstack/react-query'
import { renderHook } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { useVideoTask } from 'react-video-task'
import { createTestApp } from '../hooks/support/createTestApp.js'

afterEach(() => {
  focusManager.setFocused(undefined)
  onlineManager.setOnline(true)
  vi.useRealTimers()
})

/** Watches a running task whose polls are a minute apart; returns the requests up to the page's return after `ms`. */
async function requestsAfter(ms: number, switchTo: (isThere: boolean) => void) {
  const app = createTestApp()
  app.answer = () => Response.json({ id: 'a', status: 'in_progress', progress: 50 })
  const { unmount } = renderHook(() => useVideoTask('a', { pollInterval: 60_000 }), { wrapper: app.wrapper })
  await app.advance(0)
  expect(app.requestCount()).toBe(1)
  switchTo(false)
  await app.advance(ms)
  switchTo(true)
  await app.advance(10)
  unmount()
  return app.requestCount()
}

it('a task is polled at once when the network is back, however new its state is', async () => {
  expect(await requestsAfter(100, (isOnline) => onlineManager.setOnline(isOnline))).toBe(2)
})

it.each([
  [0, 1],
  [5_999, 1],
  [6_000, 2],
])('a page that is shown %s ms after the last poll has sent %s requests', async (ms, count) => {
  expect(await requestsAfter(ms, (isFocused) => focusManager.setFocused(isFocused))).toBe(count)
})
