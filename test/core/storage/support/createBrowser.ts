import { vi } from 'vitest'
import { createVideoTaskRegistry, type VideoTaskRegistryOptions } from 'react-video-task/client'

/** A storage that pages share, and a clock. */
export function createBrowser() {
  const texts = new Map<string, string>()
  const browser = {
    texts,
    time: 1_000_000_000,
    storage: {
      getItem: (key: string): string | null => texts.get(key) ?? null,
      setItem: (key: string, text: string): void => void texts.set(key, text),
      removeItem: (key: string): void => void texts.delete(key),
    },
    /** Loads a page one second later. @returns its registry */
    openPage: (options: VideoTaskRegistryOptions = {}) => {
      browser.time += 1000
      return createVideoTaskRegistry({ storage: browser.storage, now: () => browser.time, ...options })
    },
    add: (registry: ReturnType<typeof createVideoTaskRegistry>, ...ids: string[]) => {
      for (const id of ids) {
        browser.time += 1
        registry.add(id)
      }
    },
  }
  return browser
}

/** Stubs the `storage` events of other tabs, which Node does not have. */
export function otherTabs() {
  const target = new EventTarget()
  vi.stubGlobal('addEventListener', target.addEventListener.bind(target))
  vi.stubGlobal('removeEventListener', target.removeEventListener.bind(target))
  return (key: string | null) => target.dispatchEvent(Object.assign(new Event('storage'), { key }))
}
