import { focusManager } from '@tanstack/react-query'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { trackListeners } from '../../support/trackListeners.js'
import { createTabbedApp } from './support/createTabbedApp.js'

const running = { state: { status: 'in_progress', progress: 50 } } as const

/** Ends the watch of this page, whose connections the next test would share. */
let leave = () => {}

afterEach(() => {
  leave()
  focusManager.setFocused(undefined)
  vi.useRealTimers()
})

/** Opens a tab that polls and is this page, and another tab that follows it. */
async function openPageAndTab() {
  const app = createTabbedApp()
  const { id } = app.emulator.addTask(running)
  const page = app.openTab({ parts: { page: undefined } })
  const other = app.openTab()
  const stop = page.watch(id)
  await app.advance(1_000)
  other.watch(id)
  await app.advance(1_000)
  leave = () => {
    stop()
    page.disconnect()
  }
  return { ...app, id, page, other }
}

describe('the page that leads', () => {
  it.each([
    // As the browser does: on the document, where it does not bubble.
    ['freezes', () => document.dispatchEvent(new Event('freeze'))],
    ['enters the back/forward cache', () => window.dispatchEvent(new Event('pagehide'))],
  ])('hands its task to another tab when it %s', async (_, suspend) => {
    const { id, page, other, advance } = await openPageAndTab()
    expect(page.tabs.isLeader(id)).toBe(true)
    suspend()
    await advance(6_000)
    expect(other.tabs.isLeader(id)).toBe(true)
    expect(other.requestedIds).not.toEqual([])
    expect(page.requestedIds).toEqual([id])
  })

  it('hands its task to a visible tab once TanStack Query no longer sees it as focused', async () => {
    const { id, page, other, advance } = await openPageAndTab()
    await advance(60_000)
    expect(other.requestedIds).toEqual([])
    focusManager.setFocused(false)
    await advance(60_000)
    const [requests, ofOther] = [page.requestedIds.length, other.requestedIds.length]
    expect(ofOther).toBeGreaterThan(0)
    expect(page.tabs.isLeader(id)).toBe(false)
    focusManager.setFocused(true)
    await advance(60_000)
    expect(page.requestedIds).toHaveLength(requests)
    expect(other.requestedIds.length).toBeGreaterThan(ofOther)
  })

  it('leaves no listener behind once nothing watches a task', async () => {
    const listeners = trackListeners(window)
    // Counted, since other tests may have left some.
    const watching = new Set<object>()
    const { subscribe } = focusManager
    vi.spyOn(focusManager, 'subscribe').mockImplementation((listener) => {
      const stop = subscribe(listener)
      watching.add(stop)
      return () => {
        watching.delete(stop)
        stop()
      }
    })
    const { advance } = await openPageAndTab()
    expect(watching.size).toBeGreaterThan(0)
    for (const type of ['freeze', 'pagehide']) expect(listeners()).toContainEqual({ type, capture: true })
    leave()
    await advance(1)
    expect(watching.size).toBe(0)
    expect(listeners().filter(({ type }) => /freeze|pagehide/.test(type))).toEqual([])
  })
})
